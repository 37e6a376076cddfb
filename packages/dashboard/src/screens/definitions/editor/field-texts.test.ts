import { expect, it } from 'vitest';
import { linesOf, mapOf, textOfLines, textOfMap } from './field-texts.ts';

it('a list is a line each, and empty lines are nothing', () => {
  expect(linesOf('a\n\n  b c \n')).toEqual(['a', 'b c']);
  expect(linesOf('  \n')).toBeUndefined();
  expect(textOfLines(['a', 1])).toBe('a\n1');
  expect(textOfLines('no list')).toBe('');
});

it('a map is a line a key; a value may hold what divides them', () => {
  expect(mapOf('A=1\nURL = http://x?a=b\nBARE')).toEqual({ A: '1', URL: 'http://x?a=b', BARE: '' });
  expect(mapOf('')).toBeUndefined();
  expect(textOfMap({ A: '1', B: null })).toBe('A=1\nB=');
  expect(textOfMap(['no', 'map'])).toBe('');
});
