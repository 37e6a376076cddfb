/** What a test script says about one run of a framework, and the reading that all frameworks share. */
import picomatch from 'picomatch';
import type { ShellWord } from './shell-words.ts';

export type ScriptCommand = {
  options: string[];
  /** The words that are no options: files, globs, patterns. */
  patterns: ShellWord[];
  environment: Record<string, string>;
};

export type Matcher = (path: string) => boolean;

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;
const SHELL_GLOB = /[*?[]/;

/** The variables that are set before a command, by the shell or by a wrapper such as cross-env. */
export function readAssignments(words: readonly ShellWord[]): Record<string, string> {
  const assignments = words.map(({ text }) => ASSIGNMENT.exec(text)).filter((match) => match !== null);
  return Object.fromEntries(assignments.map((match) => [match[1] ?? '', match[2] ?? '']));
}

/** As dash does it: no braces, and `**` is no more than `*`. */
const shellMatcher = (glob: string): Matcher =>
  picomatch(glob.replaceAll(/\*{2,}/g, '*'), { nobrace: true, noextglob: true, noglobstar: true });

/** What the shell makes of a word: the files it matches, or the word itself when there are none. */
export function expandWord({ text, bare }: ShellWord, files: readonly string[]): string[] {
  if (!bare || !SHELL_GLOB.test(text)) return [text];
  const matches = shellMatcher(text.replace(/^(\.\/)+/, ''));
  const matched = files.filter((file) => matches(file));
  return matched.length > 0 ? matched : [text];
}

/** Several runs of one framework in a script are one to us. */
export function joinCommands(commands: readonly ScriptCommand[]): ScriptCommand | undefined {
  if (commands.length === 0) return undefined;
  return {
    options: [...new Map(commands.map(({ options }) => [options.join('\0'), options])).values()].flat(),
    // One without patterns runs everything there is.
    patterns: commands.some(({ patterns }) => patterns.length === 0)
      ? []
      : commands.flatMap(({ patterns }) => patterns),
    environment: Object.assign({}, ...commands.map(({ environment }) => environment)),
  };
}
