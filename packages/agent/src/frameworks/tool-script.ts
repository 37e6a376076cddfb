/**
 * What a project's test script says about its run of Vitest, Jest, Mocha or Playwright: configuration,
 * files, environment. Only options that say which tests there are and how they run are taken over;
 * reporters, coverage, watching, workers and stopping at the first failure are ours to decide.
 */
import { expandTestScript } from '@gauntlet/core/executions';
import { joinCommands, readAssignments, type ScriptCommand } from './script-command.ts';
import { type ShellWord, splitShell } from './shell-words.ts';

export type Tool = 'vitest' | 'jest' | 'mocha' | 'playwright';

type ToolOptions = {
  /** With a value: in the same word after `=`, or the next word. */
  valued: ReadonlySet<string>;
  /** With all words up to the next option. */
  listed: ReadonlySet<string>;
  flags: ReadonlySet<string>;
  /** Words that are no patterns: the tool's own commands. */
  commands: ReadonlySet<string>;
};

const set = (words: string): ReadonlySet<string> => new Set(words.split(' ').filter((word) => word !== ''));

const OPTIONS: Record<Tool, ToolOptions> = {
  vitest: {
    valued: set(
      '-c --config -r --root --dir --project --environment --pool --mode --testTimeout --hookTimeout --retry ' +
        '--exclude -t --testNamePattern --workspace --tagsFilter',
    ),
    listed: set(''),
    flags: set('--globals --passWithNoTests --isolate --no-isolate --no-file-parallelism --dom'),
    commands: set('run'),
  },
  jest: {
    valued: set(
      '-c --config --rootDir --env --testEnvironment --testTimeout --testPathPattern --testPathPatterns -t ' +
        '--testNamePattern --preset --globalSetup --globalTeardown --testRunner',
    ),
    listed: set(
      '--projects --selectProjects --ignoreProjects --testPathIgnorePatterns --testMatch --setupFiles ' +
        '--setupFilesAfterEnv --roots',
    ),
    flags: set('-i --runInBand --forceExit --passWithNoTests --ci'),
    commands: set(''),
  },
  mocha: {
    valued: set(
      '-r --require --config --package -u --ui -t --timeout -g --grep -f --fgrep --file --extension --ignore ' +
        '--import --loader --experimental-loader --retries -n --node-option',
    ),
    listed: set(''),
    flags: set(
      '--recursive --exit -i --invert --check-leaks --allow-uncaught --async-only -A --delay --sort -S',
    ),
    commands: set(''),
  },
  playwright: {
    valued: set('-c --config --project -g --grep --grep-invert --retries --timeout'),
    listed: set(''),
    flags: set(''),
    commands: set('test'),
  },
};

/** Options that are left out take their values with them, if these are words of their own. */
const DROPPED_WITH_VALUE = set(
  '--reporter --reporters -R --reporter-option --outputFile --output --coverageDirectory --coverageReporters ' +
    '--shard --maxWorkers -w --workers -j --jobs --max-failures --coverage.reporter --coverage.provider',
);

const isTool = (tool: Tool) => {
  const name = new RegExp(`(^|/)_?${tool}(\\.js|\\.mjs|\\.cjs)?$`);
  return ({ text }: ShellWord) => name.test(text);
};

const isOption = (word: ShellWord | undefined): boolean => word !== undefined && /^-./.test(word.text);

/** How many words the option at `at` takes, itself among them. */
function lengthOf(words: readonly ShellWord[], at: number, { valued, listed }: ToolOptions): number {
  const text = words[at]?.text ?? '';
  if (text.includes('=')) return 1;
  if (listed.has(text)) {
    const end = words.findIndex((word, index) => index > at && isOption(word));
    return (end === -1 ? words.length : end) - at;
  }
  const next = words[at + 1];
  if (next === undefined) return 1;
  const counted = text === '--bail' && /^\d+$/.test(next.text);
  return counted || valued.has(text) || DROPPED_WITH_VALUE.has(text) ? 2 : 1;
}

function readWords(
  words: readonly ShellWord[],
  tool: ToolOptions,
): Pick<ScriptCommand, 'options' | 'patterns'> {
  const options: string[] = [];
  const patterns: ShellWord[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at] as ShellWord;
    const length = isOption(word) ? lengthOf(words, at, tool) : 1;
    const [name = ''] = word.text.split('=');
    const known = tool.valued.has(name) || tool.listed.has(name) || tool.flags.has(name);
    if (isOption(word) && known) options.push(...words.slice(at, at + length).map(({ text }) => text));
    if (!isOption(word) && !(patterns.length === 0 && tool.commands.has(word.text))) patterns.push(word);
    at += length;
  }
  return { options, patterns };
}

/** `node --some-option path/to/tool.js`: the tool is started by its own name, Node.js's options travel along. */
function nodeOptions(before: readonly ShellWord[]): Record<string, string> {
  const node = before.findIndex(({ text }) => text === 'node');
  const options = node < 0 ? [] : before.slice(node + 1).map(({ text }) => text);
  return options.length > 0 && options.every((text) => text.startsWith('--'))
    ? { NODE_OPTIONS: options.join(' ') }
    : {};
}

function readCommand(words: readonly ShellWord[], tool: Tool): ScriptCommand | undefined {
  const at = words.findIndex(isTool(tool));
  if (at < 0) return undefined;
  const before = words.slice(0, at);
  const environment = { ...nodeOptions(before), ...readAssignments(before) };
  return { ...readWords(words.slice(at + 1), OPTIONS[tool]), environment };
}

type Scripts = Readonly<Record<string, string>>;
type ToolRun = { text: string; command: ScriptCommand };

function readRuns(scripts: Scripts, tool: Tool): ToolRun[] {
  return splitShell(expandTestScript(scripts)).flatMap((words) => {
    const command = readCommand(words, tool);
    return command ? [{ text: words.map(({ text }) => text).join(' '), command }] : [];
  });
}

const kindOf = ({ command: { options, environment } }: ToolRun): string =>
  JSON.stringify([options, Object.entries(environment).sort()]);

const differ = (runs: readonly ToolRun[]): boolean => new Set(runs.map(kindOf)).size > 1;

/** The runs of the tool in the test script, as they stand there, if they differ in more than their files. */
export function findDifferingRuns(scripts: Scripts, tool: Tool): string[] {
  const runs = readRuns(scripts, tool);
  return differ(runs) ? runs.map(({ text }) => text) : [];
}

/**
 * The run of the tool in the test script; undefined when there is none, or when there are several that
 * differ: none of them speaks for the others.
 */
export function readToolScript(scripts: Scripts, tool: Tool): ScriptCommand | undefined {
  const runs = readRuns(scripts, tool);
  return differ(runs) ? undefined : joinCommands(runs.map(({ command }) => command));
}
