import { expect, it } from 'vitest';
import { CODE_FRAME_LIMITS, CodeFrame } from './code-frame.ts';

const lines = Array.from({ length: 11 }, () => 'x'.repeat(CODE_FRAME_LIMITS.lineCharacters));
const frame = { file: 'src/cart.ts', line: 12, firstLine: 7, lines };

it('a code frame is the few lines around the one where it failed', () => {
  expect(CodeFrame.parse(frame)).toEqual(frame);
  expect(CodeFrame.parse({ ...frame, line: 1, firstLine: 1, lines: [''] }).lines).toEqual(['']);
});

it.each([
  ['more lines', { lines: [...lines, ''] }],
  ['no line', { lines: [] }],
  ['a longer line', { lines: [`${lines[0]}x`] }],
  ['two lines in one', { lines: lines.map(() => 'a\nb') }],
  ['a path without end', { file: 'a'.repeat(CODE_FRAME_LIMITS.pathCharacters + 1) }],
  ['a line before them', { line: 6 }],
  ['a line after them', { line: 18 }],
  ['a line 0', { line: 0, firstLine: 0 }],
])('%s is none', (_, patch) => {
  expect(CodeFrame.safeParse({ ...frame, ...patch }).success).toBe(false);
});
