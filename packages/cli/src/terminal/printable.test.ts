import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepColoursOnly, printable, printableJson, printableLines } from './printable.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const COMMANDS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const hostile = fc.string({
  unit: fc.constantFrom(
    '\u001b',
    '[',
    ']',
    '2J',
    '0;x',
    '\u0007',
    '\u009b',
    '\r',
    '\n',
    '\t',
    'a',
    'ü',
    '名',
    '\u202e',
    '\ud800',
    'm',
    '31',
    ';',
  ),
  maxLength: 40,
});

test('no text of a test can command a terminal', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(printable(text)).not.toMatch(COMMANDS);
      expect(printableLines(text).join('')).not.toMatch(COMMANDS);
    }),
  );
});

test('whatever is written, only colours and line breaks pass the last gate', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour is all that may be left
      expect(keepColoursOnly(text).replaceAll(/\u001b\[[0-9;]*m|\n/g, '')).not.toMatch(COMMANDS);
    }),
  );
  expect(keepColoursOnly('\u001b[31mred\u001b[39m\nnext')).toBe('\u001b[31mred\u001b[39m\nnext');
});

test('escape sequences vanish, single controls are marked, words stay', () => {
  expect(printable('\u001b[2J\u001b]0;owned\u0007a\u0000b\tc\nd')).toBe('a\ufffdb c d');
  expect(printable('Ünï 名前 👩‍👩‍👧 ok')).toBe('Ünï 名前 👩‍👩‍👧 ok');
});

test('lines are split at every kind of line end', () => {
  expect(printableLines('a\nb\r\nc\rd\u2028e\n')).toEqual(['a', 'b', 'c', 'd', 'e', '']);
});

test('a name of 100 kB is cheap to print', () => {
  expect(printable('\u001b['.repeat(100_000)).length).toBeLessThan(30_000);
});

test('JSON stays JSON and carries no controls that JSON itself leaves raw', () => {
  const value = { name: 'a\u009b2Jb\u202e\u007f\u001b' };
  expect(printableJson(value)).not.toMatch(COMMANDS);
  expect(JSON.parse(printableJson(value))).toEqual(value);
});
