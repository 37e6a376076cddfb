import { expect, it } from 'vitest';
import { compareValues } from './differences.ts';

const drawn = (expected: string, actual: string) =>
  compareValues(expected, actual)?.map((line) => {
    if (line.kind === 'folded') return `… ${line.lines}`;
    const sign = { equal: ' ', expected: '-', actual: '+' }[line.kind];
    return `${sign}${line.parts.map(({ text, changed }) => (changed && text !== '' ? `[${text}]` : text)).join('')}`;
  });

it('words that differ are told within their line', () => {
  expect(drawn('the total is 12', 'the total is 13')).toEqual(['-the total is [12]', '+the total is [13]']);
});

it('JSON in one line is compared field by field', () => {
  expect(drawn('{"a":1,"b":{"c":"x"}}', '{"a":1,"b":{"c":"y"}}')).toEqual([
    ' {',
    '   "a": 1,',
    '   "b": {',
    '-    "c": "[x]"',
    '+    "c": "[y]"',
    '   }',
    ' }',
  ]);
  expect(drawn('[not json', '[not, json')?.length).toBe(2);
});

it('lines that are there on one side only are whole', () => {
  expect(drawn('a\nb\nc', 'a\nc')).toEqual([' a', '-[b]', ' c']);
  expect(drawn('a', 'a\nb')).toEqual([' a', '+[b]']);
});

it('equal lines far from a change are folded', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  const changed = lines.with(15, 'other');
  const seen = drawn(lines.join('\n'), changed.join('\n')) ?? [];
  expect(seen[0]).toBe('… 12');
  expect(seen.at(-1)).toBe('… 11');
  expect(seen).toHaveLength(1 + 3 + 2 + 3 + 1);
});

it('equal values, and those that would take too long, are not compared', () => {
  expect(compareValues('same', 'same')).toBeNull();
  expect(compareValues('x'.repeat(40_000), 'y'.repeat(40_000))).toBeNull();
  const lines = (word: string) => Array.from({ length: 8000 }, (_, index) => `${word}${index}`).join('\n');
  expect(compareValues(lines('a'), lines('b'))).toBeNull();
});
