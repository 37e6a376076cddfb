/** The difference of two texts by lines: longest common subsequence after equal ends are taken off. */

export type DiffLine = { kind: 'same' | 'expected' | 'actual'; text: string };

/** Above this many comparisons the middle is shown as replaced outright: still true, only coarser. */
const MOST_COMPARISONS = 40_000;

export function diffLines(expected: string, actual: string): DiffLine[] {
  const [left, right] = [expected.split('\n'), actual.split('\n')];
  const head = countEqual(left, right, (lines, index) => lines[index]);
  const rest = (lines: string[]) => lines.slice(head);
  const tail = countEqual(rest(left), rest(right), (lines, index) => lines[lines.length - 1 - index]);
  const middle = (lines: string[]) => lines.slice(head, lines.length - tail);
  return [
    ...as('same', left.slice(0, head)),
    ...diffMiddle(middle(left), middle(right)),
    ...as('same', left.slice(left.length - tail)),
  ];
}

const as = (kind: DiffLine['kind'], lines: readonly string[]): DiffLine[] =>
  lines.map((text) => ({ kind, text }));

function countEqual(
  left: string[],
  right: string[],
  at: (lines: string[], index: number) => string | undefined,
): number {
  const most = Math.min(left.length, right.length);
  let count = 0;
  while (count < most && at(left, count) === at(right, count)) count += 1;
  return count;
}

function diffMiddle(left: string[], right: string[]): DiffLine[] {
  if (left.length * right.length > MOST_COMPARISONS || left.length === 0 || right.length === 0)
    return [...as('expected', left), ...as('actual', right)];
  return walk(left, right, commonLengths(left, right));
}

/** `lengths[i][j]`: the longest common subsequence of the lines from i and from j onwards. */
function commonLengths(left: string[], right: string[]): Uint16Array[] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--) {
      const row = lengths[i] as Uint16Array;
      row[j] =
        left[i] === right[j]
          ? at(lengths, i + 1, j + 1) + 1
          : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1));
    }
  return lengths;
}

const at = (lengths: Uint16Array[], i: number, j: number) => lengths[i]?.[j] ?? 0;

function walk(left: string[], right: string[], lengths: Uint16Array[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) {
      lines.push({ kind: 'same', text: left[i] ?? '' });
      [i, j] = [i + 1, j + 1];
    } else if (at(lengths, i + 1, j) >= at(lengths, i, j + 1)) {
      lines.push({ kind: 'expected', text: left[i++] ?? '' });
    } else lines.push({ kind: 'actual', text: right[j++] ?? '' });
  }
  return [...lines, ...as('expected', left.slice(i)), ...as('actual', right.slice(j))];
}

/** How many characters two lines have in common at either end, never in the middle of a pair. */
export function commonEnds(left: string, right: string): { head: number; tail: number } {
  const most = Math.min(left.length, right.length);
  let head = 0;
  while (head < most && left[head] === right[head]) head += 1;
  if (isHighSurrogate(left[head - 1])) head -= 1;
  let tail = 0;
  while (tail < most - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1;
  if (isLowSurrogate(left[left.length - tail])) tail -= 1;
  return { head, tail };
}

const isHighSurrogate = (unit: string | undefined) =>
  unit !== undefined && unit >= '\ud800' && unit <= '\udbff';
const isLowSurrogate = (unit: string | undefined) =>
  unit !== undefined && unit >= '\udc00' && unit <= '\udfff';
