import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutEnd, cutStart, padEnd, padStart, widthOf, wrapText } from './display-width.ts';

const text = fc.string({
  unit: fc.constantFrom('a', 'b', ' ', '名', 'ü', 'e\u0301', '👩‍👩‍👧', '🇩🇪', '-'),
  maxLength: 40,
});
const columns = fc.integer({ min: 1, max: 30 });

test('a cut text is never wider than its room, and whole when it fits', () => {
  fc.assert(
    fc.property(text, columns, (line, width) => {
      expect(widthOf(cutEnd(line, width))).toBeLessThanOrEqual(width);
      expect(widthOf(cutStart(line, width))).toBeLessThanOrEqual(width);
      if (widthOf(line) <= width) expect(cutEnd(line, width)).toBe(line);
    }),
  );
});

test('width is what a terminal shows, not how long a text is', () => {
  expect(cutEnd('名前を入れる', 7)).toBe('名前を…');
  expect(cutStart('test/deep/cart.test.js', 13)).toBe('…cart.test.js');
  expect(padEnd('名', 4)).toBe('名  ');
  expect(padStart('7', 3)).toBe('  7');
  expect(cutEnd('x', 0)).toBe('');
});

test('wrapped lines fit, and nothing but spaces is lost', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 30 }), (line, width) => {
      const lines = wrapText(line, width);
      for (const part of lines) expect(widthOf(part)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(line.replaceAll(' ', ''));
    }),
  );
});

test('what fits keeps its indentation', () => expect(wrapText('    b: [', 20)).toEqual(['    b: [']));
