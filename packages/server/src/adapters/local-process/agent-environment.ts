import module from 'node:module';
import { testEnvironment } from '@gauntlet/host/environment';

const FOR_AGENTS = ['GAUNTLET_CALLER_PATH', 'GAUNTLET_PASS_ENV'];

/**
 * The environment of an agent: the allow-list of the tests, which, being of the same user, could read it.
 * What the server holds besides (database password, keys, tokens of whoever started it) stays with it.
 */
export function agentEnvironment(own: NodeJS.ProcessEnv): Record<string, string> {
  const settings = FOR_AGENTS.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]]));
  return testEnvironment(own, { ...Object.fromEntries(settings), ...compiledCode(own) });
}

/** Where this server keeps its compiled code: agents begin in half the time by theirs. Tests get no word of it. */
function compiledCode({ NODE_COMPILE_CACHE: named }: NodeJS.ProcessEnv): Record<string, string> {
  const folder = named ?? module.getCompileCacheDir?.(); // Node.js 20 has none
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}
