/**
 * What a project's test script says about its run of Node.js's test runner: options, files, environment.
 * `node --test`, `tsx --test` and borp are understood, alone, behind other commands and in wrappers
 * (`c8 node --test`, `cross-env A=b node --test`).
 *
 * Left out on purpose: reporters and coverage (ours is the report), concurrency and sharding (the groups
 * decide), watching, and running without isolation (a file must be able to run alone).
 */
import { expandTestScript } from '@gauntlet/core/executions';
import { joinCommands, readAssignments, type ScriptCommand } from './script-command.ts';
import { type ShellWord, splitShell } from './shell-words.ts';

/** Options of Node.js whose value may be the next word. */
const WITH_VALUE = new Set([
  ...['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions'],
  ...['--env-file', '--env-file-if-exists', '--test-name-pattern', '--test-skip-pattern', '--test-timeout'],
  ...['--test-global-setup', '--experimental-config-file', '--experimental-default-type', '--input-type'],
  ...['--test-reporter', '--test-reporter-destination', '--test-concurrency', '--test-shard'],
  ...['--test-coverage-lines', '--test-coverage-branches', '--test-coverage-functions'],
  ...['--test-coverage-include', '--test-coverage-exclude', '--watch-path', '--test-isolation'],
  '--experimental-test-isolation',
]);
const DROPPED =
  /^--(test|test-reporter.*|test-concurrency|test-shard|.*test-coverage.*|watch.*|.*test-isolation)(=|$)/;

/** borp's options that take a value, and what they are for `node --test`. */
const BORP_WITH_VALUE = new Set([
  ...[
    '-p',
    '--pattern',
    '-t',
    '--timeout',
    '-c',
    '--concurrency',
    '-i',
    '--ignore',
    '-X',
    '--coverage-exclude',
  ],
  ...['-r', '--reporter', '-P', '--post-compile', '--lines', '--branches', '--functions', '--statements'],
]);
/** Of each test and each file, unless the script says otherwise. */
const BORP_TIMEOUT_MS = '30000';
const BORP_DEFAULT: ShellWord = { text: '**/*.test.{cjs,mjs,js}', bare: false };

/** Options as [name, value] and everything else, in order. */
function readOptions(words: readonly ShellWord[], withValue: ReadonlySet<string>) {
  const options: [name: string, value: string | undefined][] = [];
  const others: ShellWord[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as ShellWord;
    if (!word.text.startsWith('-') || word.text === '-') {
      others.push(word);
      continue;
    }
    const [, name = word.text, value] = /^(-[^=]+)(?:=(.*))?$/s.exec(word.text) ?? [];
    const takesNext = value === undefined && withValue.has(name);
    options.push([name, takesNext ? words[at + 1]?.text : value]);
    if (takesNext) at += 1;
  }
  return { options, others };
}

function readNode(
  words: readonly ShellWord[],
  environment: Record<string, string>,
  own: string[],
): ScriptCommand {
  const { options, others } = readOptions(words, WITH_VALUE);
  const kept = options.filter(([name]) => !DROPPED.test(name));
  const written = kept.map(([name, value]) => {
    if (value === undefined) return [name];
    return name.startsWith('--') ? [`${name}=${value}`] : [name, value];
  });
  return { options: [...own, ...written.flat()], patterns: others, environment };
}

function readBorp(words: readonly ShellWord[], environment: Record<string, string>): ScriptCommand {
  const { options, others } = readOptions(words, BORP_WITH_VALUE);
  const valuesOf = (...names: string[]) =>
    options.flatMap(([name, value]) => (names.includes(name) && value !== undefined ? [value] : []));
  const isFree = options.some(([name]) => name === '--no-timeout');
  const [timeout = BORP_TIMEOUT_MS] = valuesOf('--timeout', '-t');
  const patterns = valuesOf('--pattern', '-p').map((text) => ({ text, bare: false }));
  return {
    options: [
      ...(options.some(([name]) => name === '--expose-gc') ? ['--expose-gc'] : []),
      ...(isFree ? [] : [`--test-timeout=${timeout}`]),
    ],
    patterns: others.length > 0 ? others : patterns.length > 0 ? patterns : [BORP_DEFAULT],
    environment,
  };
}

const isProgram = (name: string) => (word: ShellWord) => word.text === name || word.text.endsWith(`/${name}`);

function readCommand(words: readonly ShellWord[]): ScriptCommand | undefined {
  const asksForTests = words.some(({ text }) => text === '--test');
  for (const [name, own] of [
    ['node', []],
    ['tsx', ['--import=tsx']],
  ] as const) {
    const at = words.findIndex(isProgram(name));
    if (at >= 0 && asksForTests)
      return readNode(words.slice(at + 1), readAssignments(words.slice(0, at)), [...own]);
  }
  const borp = words.findIndex(isProgram('borp'));
  return borp < 0 ? undefined : readBorp(words.slice(borp + 1), readAssignments(words.slice(0, borp)));
}

/** All runs of the test runner in the test script, joined; undefined when there is none. */
export function readNodeTestScript(scripts: Readonly<Record<string, string>>): ScriptCommand | undefined {
  return joinCommands(splitShell(expandTestScript(scripts)).flatMap((words) => readCommand(words) ?? []));
}
