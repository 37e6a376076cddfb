/** The environment in which both sides of every comparison run: the same Node.js, nothing of npm's or ours. */
import { delimiter, dirname } from 'node:path';

const NOT_OURS_TO_PASS =
  /^(npm_.*|NODE_OPTIONS|NODE_TEST_CONTEXT|GAUNTLET_.*|DATABASE_URL|NO_COLOR|FORCE_COLOR)$/;

export function callerEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || NOT_OURS_TO_PASS.test(name) ? [] : [[name, value]],
  );
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
  return { ...Object.fromEntries(kept), PATH: path, GAUNTLET_CALLER_PATH: path };
}
