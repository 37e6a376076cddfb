import { expect, it } from 'vitest';
import { createFindResult } from './find-result.ts';

const named = (...names: string[]) => names.map((name, index) => ({ resultId: String(index), name }));
const find = createFindResult(named('adds', 'adds an item', 'refuses (twice)', 'test_total'));

it.each([
  ['✖ adds an item (0.3ms)', '1'],
  ['  \u001b[31m✗\u001b[39m cart › adds an item 12ms', '1'],
  ['✗ adds (1 ms)', '0'],
  ['not ok 3 - refuses (twice)', '2'],
  ['FAILED tests/test_cart.py::test_total - AssertionError: 1 != 2', '3'],
])('a line that tells of a failed test leads to its result: %s', (line, resultId) => {
  expect(find(line)?.resultId).toBe(resultId);
});

it.each(['✔ adds an item (0.3ms)', '✗ adds items', '✗ readds (1 ms)', 'adds an item', '✗ another (1 ms)'])(
  'and no other line does: %s',
  (line) => {
    expect(find(line)).toBeUndefined();
  },
);
