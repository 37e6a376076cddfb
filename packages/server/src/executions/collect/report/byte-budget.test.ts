import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitPieces, utf8Length } from './byte-budget.ts';

test('utf8Length counts what an encoder writes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
  expect(utf8Length('\ud800x')).toBe(4);
  expect(utf8Length('a\udfff\ud83d\ude00é€')).toBe(1 + 3 + 4 + 2 + 3);
});

test('fitPieces keeps the first ones that fit and counts the others', () => {
  expect(fitPieces(['aa', 'bb', 'cc'], 4)).toEqual({ text: 'aabb', leftOut: 1 });
  expect(fitPieces(['aa', 'bbbbb', 'c'], 4)).toEqual({ text: 'aa', leftOut: 2 });
  expect(fitPieces([], 0)).toEqual({ text: '', leftOut: 0 });
});
