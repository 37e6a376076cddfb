import { expect, it } from 'vitest';
import { diffLines } from './line-diff.ts';

const told = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: ' ', gone: '-', come: '+' }[kind]}${text}`);

it('what stayed is told once, around what went and what came', () => {
  expect(told('a\nb\nc\nd\n', 'a\nx\nc\nd\ne\n')).toEqual([' a', '-b', '+x', ' c', ' d', '+e']);
});

it('lines are numbered in the text they are of', () => {
  expect(diffLines('a\nb\n', 'b\nc\n')).toEqual([
    { kind: 'gone', text: 'a', before: 1, after: null },
    { kind: 'same', text: 'b', before: 2, after: 1 },
    { kind: 'come', text: 'c', before: null, after: 2 },
  ]);
});

it('nothing against nothing is nothing, and against something all of it', () => {
  expect(told('', '')).toEqual([]);
  expect(told('', 'a\n')).toEqual(['+a']);
  expect(told('a\nb\n', '')).toEqual(['-a', '-b']);
});

it('texts too long to compare are told whole, their common ends not', () => {
  const lines = (mark: string) =>
    `first\n${Array.from({ length: 2_100 }, (_, i) => `${mark}${i}`).join('\n')}\nlast\n`;
  const kinds = diffLines(lines('a'), lines('b')).map(({ kind }) => kind);
  expect([kinds[0], kinds[1], kinds.at(-2), kinds.at(-1)]).toEqual(['same', 'gone', 'come', 'same']);
});
