import { expect, it } from 'vitest';
import { frameOf, lineInStack, linesOf } from './code-frame.ts';

const source = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join('\n');

it('numbers the lines that came with a result, and marks the one where it failed', () => {
  const frame = { file: 'src/a.ts', line: 9, firstLine: 8, lines: ['a', 'b', ''] };
  expect(linesOf(frame)).toEqual([
    { number: 8, text: 'a', here: false },
    { number: 9, text: 'b', here: true },
    { number: 10, text: '', here: false },
  ]);
});

it('shows the lines around one of a whole file, and none where there is no such line', () => {
  expect(frameOf('a.js', source, 7)).toMatchObject({ file: 'a.js', line: 7, firstLine: 2 });
  expect(frameOf('a.js', source, 7)?.lines).toHaveLength(11);
  expect(frameOf('a.js', source, 1)?.lines).toEqual(source.split('\n').slice(0, 6));
  expect(frameOf('a.js', source, 12)?.lines).toHaveLength(6);
  expect(frameOf('a.js', source, 13)).toBeNull();
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
