/** Two texts line by line: what stayed, what went, what came. */
export type DiffLine = {
  kind: 'same' | 'gone' | 'come';
  text: string;
  before: number | null;
  after: number | null;
};

/** Beyond this many pairs of lines the middle is told as gone and come whole. */
const MOST_PAIRS = 4_000_000;

export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const middle = diffMiddle(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const kinds: DiffLine['kind'][] = [
    ...Array<'same'>(head).fill('same'),
    ...middle,
    ...Array<'same'>(tail).fill('same'),
  ];
  return number(kinds, a, b);
}

const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** By the longest common subsequence. */
function diffMiddle(a: readonly string[], b: readonly string[]): DiffLine['kind'][] {
  if (a.length * b.length > MOST_PAIRS)
    return [...Array<'gone'>(a.length).fill('gone'), ...Array<'come'>(b.length).fill('come')];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const kinds: DiffLine['kind'][] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      kinds.push('same');
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      kinds.push('gone');
      i += 1;
    } else {
      kinds.push('come');
      j += 1;
    }
  }
  return kinds;
}

function number(kinds: readonly DiffLine['kind'][], a: readonly string[], b: readonly string[]): DiffLine[] {
  let [i, j] = [0, 0];
  return kinds.map((kind) => {
    if (kind === 'gone') return { kind, text: a[i] ?? '', before: ++i, after: null };
    if (kind === 'come') return { kind, text: b[j] ?? '', before: null, after: ++j };
    return { kind, text: a[i] ?? '', before: ++i, after: ++j };
  });
}
