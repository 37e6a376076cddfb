/** Which failed test a line of the log tells of. */
import { stripAnsi } from '../../../kit/ansi.ts';
import { tellsOfFailure } from './log-search.ts';

export type Named = { resultId: string; name: string };
export type FindResult = (text: string) => Named | undefined;

/** Of several names in a line the longest is meant: others are parts of it. */
export function createFindResult(failures: readonly Named[]): FindResult {
  const longestFirst = failures.toSorted((a, b) => b.name.length - a.name.length);
  return (text) => {
    if (failures.length === 0 || !tellsOfFailure({ text })) return undefined;
    const plain = stripAnsi(text);
    return longestFirst.find(({ name }) => holdsWhole(plain, name));
  };
}

const WORD = /[\p{L}\p{N}_]/u;

/** As whole words: a test "adds" is not meant by "✗ adds an item". */
function holdsWhole(text: string, name: string): boolean {
  const at = text.indexOf(name);
  if (name === '' || at === -1) return false;
  const [before, after] = [text.slice(0, at), text.slice(at + name.length)];
  return !WORD.test(before.at(-1) ?? '') && /^\s*($|[([|·—–:,;]|-\s|\d+(\.\d+)?\s?m?s\b)/u.test(after);
}
