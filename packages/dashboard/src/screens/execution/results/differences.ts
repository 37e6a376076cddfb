/** How the actual value differs from the expected one, line by line and word by word. */
import { diffLines, diffWordsWithSpace } from 'diff';

export type Part = { text: string; changed: boolean };
export type DiffLine =
  | { kind: 'equal' | 'expected' | 'actual'; parts: Part[] }
  /** Equal lines far from any change. */
  | { kind: 'folded'; lines: number };

/** Beyond this two values are shown one below the other. */
const MOST_CHARACTERS = 60_000;
/** Equal lines kept around a change. */
const AROUND = 3;

/** `null` where a comparison would take too long, or shows nothing. */
export function compareValues(expected: string, actual: string): DiffLine[] | null {
  if (expected === actual || expected.length + actual.length > MOST_CHARACTERS) return null;
  const [left, right] = [laidOut(expected), laidOut(actual)];
  const changes = diffLines(withEnd(left), withEnd(right), { maxEditLength: 2000 });
  return changes ? fold(changes.flatMap((change, index) => linesOf(changes, change, index))) : null;
}

/** JSON in one line is laid out: then the lines tell what differs. */
function laidOut(text: string): string {
  if (text.includes('\n') || !/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // looks like it, and is something else
  }
}

const withEnd = (text: string) => (text.endsWith('\n') ? text : `${text}\n`);
const split = (text: string) => text.replace(/\n$/, '').split('\n');
const whole = (text: string, changed: boolean): Part[] => [{ text, changed }];

type Change = { value: string; added?: boolean; removed?: boolean };

function linesOf(changes: readonly Change[], { value, added, removed }: Change, index: number): DiffLine[] {
  const lines = split(value);
  if (!added && !removed) return lines.map((text) => ({ kind: 'equal', parts: whole(text, false) }));
  const before = changes[index - 1];
  const after = changes[index + 1];
  if (removed && after?.added) return pairLines(lines, split(after.value));
  if (added && before?.removed) return []; // told together with what was there instead
  return lines.map((text) => ({ kind: removed ? 'expected' : 'actual', parts: whole(text, true) }));
}

/** As many lines instead of others: which words of each are others. */
function pairLines(expected: readonly string[], actual: readonly string[]): DiffLine[] {
  if (expected.length !== actual.length)
    return [
      ...expected.map((text) => ({ kind: 'expected' as const, parts: whole(text, true) })),
      ...actual.map((text) => ({ kind: 'actual' as const, parts: whole(text, true) })),
    ];
  const pairs = expected.map((text, index) => diffWordsWithSpace(text, actual[index] ?? ''));
  const side = (kind: 'expected' | 'actual'): DiffLine[] =>
    pairs.map((words) => ({
      kind,
      parts: words
        .filter(({ added, removed }) => (kind === 'expected' ? !added : !removed))
        .map(({ value, added, removed }) => ({ text: value, changed: added || removed })),
    }));
  return [...side('expected'), ...side('actual')];
}

function fold(lines: readonly DiffLine[]): DiffLine[] {
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ kind }) => kind !== 'equal');
  const folded: DiffLine[] = [];
  for (const [index, line] of lines.entries()) {
    const last = folded.at(-1);
    if (line.kind !== 'equal' || isNear(index)) folded.push(line);
    else if (last?.kind === 'folded') last.lines += 1;
    else folded.push({ kind: 'folded', lines: 1 });
  }
  return folded;
}
