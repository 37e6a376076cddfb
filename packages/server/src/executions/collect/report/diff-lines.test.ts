import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonEnds, diffLines } from './diff-lines.ts';

const kinds = (expected: string, actual: string) =>
  diffLines(expected, actual)
    .map(({ kind, text }) => `${{ same: ' ', expected: '-', actual: '+' }[kind]}${text}`)
    .join('\n');

describe('diffLines', () => {
  test('keeps what is equal around and between the changes', () => {
    expect(kinds('a\nb\nc\nd\ne', 'a\nB\nc\nD\ne')).toBe(' a\n-b\n+B\n c\n-d\n+D\n e');
  });

  test('says nothing was expected or found where one side is empty', () => {
    expect(kinds('x\ny', 'x')).toBe(' x\n-y');
    expect(kinds('x', 'x\ny')).toBe(' x\n+y');
  });

  test('gives back both texts, whatever they are', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (expected, actual) => {
        const lines = diffLines(expected, actual);
        const without = (kind: string) => lines.filter((line) => line.kind !== kind).map((line) => line.text);
        expect(without('actual').join('\n')).toBe(expected);
        expect(without('expected').join('\n')).toBe(actual);
      }),
    );
  });

  test('is coarse rather than slow on two long texts with nothing in common', () => {
    const long = (letter: string) => Array.from({ length: 20_000 }, (_, index) => letter + index).join('\n');
    expect(diffLines(long('a'), long('b'))).toHaveLength(40_000);
  });
});

describe('commonEnds', () => {
  test('never overlaps and never splits a pair of surrogates', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (left, right) => {
        const { head, tail } = commonEnds(left, right);
        expect(head + tail).toBeLessThanOrEqual(Math.min(left.length, right.length));
        expect(left.slice(0, head).isWellFormed()).toBe(true);
        expect(left.slice(left.length - tail).isWellFormed()).toBe(true);
        expect(left.slice(0, head)).toBe(right.slice(0, head));
      }),
    );
  });
});
