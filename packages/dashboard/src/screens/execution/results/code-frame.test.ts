import { expect, it } from 'vitest';
import { frameOf, lineInStack } from './code-frame.ts';

const source = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join('\n');

it('shows the lines around one, and none where there is no such line', () => {
  expect(frameOf(source, 7).map(({ number, here }) => (here ? `>${number}` : number))).toEqual([
    2,
    3,
    4,
    5,
    6,
    '>7',
    8,
    9,
    10,
  ]);
  expect(frameOf(source, 1).map(({ text }) => text)).toEqual(['line 1', 'line 2', 'line 3', 'line 4']);
  expect(frameOf(source, 12)).toHaveLength(6);
  expect(frameOf(source, 13)).toEqual([]);
});

it('finds the innermost frame of a file', () => {
  const stack = [
    'AssertionError: no',
    '    at check (file:///w/lib/check.js:9:1)',
    '    at TestContext.<anonymous> (file:///w/test/a.test.js:4:10)',
    '    at /w/test/a.test.js:40:1',
  ].join('\n');
  expect(lineInStack(stack, 'test/a.test.js')).toBe(4);
  expect(lineInStack(stack, 'check.js')).toBe(9);
  expect(lineInStack(stack, 'eck.js')).toBeNull();
  expect(lineInStack('  File "/w/test_a.py", line 3, in test', 'test_a.py')).toBe(3);
});
