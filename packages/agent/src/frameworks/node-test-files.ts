/** Which files `node --test` runs, by its own rules and by those of the shell that starts it. */
import picomatch from 'picomatch';
import { expandWord, type Matcher } from './script-command.ts';
import type { ShellWord } from './shell-words.ts';

export type NodeTestFilesOrder = {
  /** All files of the project, relative. */
  files: readonly string[];
  /** The words after the options; none means: what Node.js looks for by itself. */
  patterns: readonly ShellWord[];
  /** The row's globs of what Node.js looks for by itself. */
  include: readonly string[];
  exclude: readonly string[];
  /** Whether this Node.js takes TypeScript as it is. */
  typescript: boolean;
};

const GLOB = /[*?[{]/;

/** `{cjs,mjs,js}` stands for TypeScript's endings too, where Node.js runs them. */
const withTypescript = (glob: string): string => glob.replace('{cjs,mjs,js}', '{cjs,mjs,js,cts,mts,ts}');

function ownMatcher({ include, typescript }: NodeTestFilesOrder): Matcher {
  return picomatch(include.map((glob) => (typescript ? withTypescript(glob) : glob)));
}

function matchWord(word: ShellWord, order: NodeTestFilesOrder): string[] {
  const path = word.text.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
  if (order.files.includes(path)) return [path];
  const below =
    path === '' || path === '.' ? order.files : order.files.filter((file) => file.startsWith(`${path}/`));
  if (below.length > 0 && !GLOB.test(path)) return below.filter(ownMatcher(order));
  const expanded = expandWord({ ...word, text: path }, order.files);
  if (expanded[0] !== path) return expanded;
  if (!GLOB.test(path)) return [];
  const matches = picomatch(path);
  return order.files.filter((file) => matches(file));
}

/** The files in the order of their paths, each once. */
export function findNodeTestFiles(order: NodeTestFilesOrder): string[] {
  const excluded = picomatch([...order.exclude]);
  const found =
    order.patterns.length === 0
      ? order.files.filter(ownMatcher(order))
      : order.patterns.flatMap((word) => matchWord(word, order));
  return [...new Set(found)].filter((file) => !excluded(file)).sort();
}
