import { expect, test } from 'vitest';
import { createPaint, decideColours } from './paint.ts';
import { chooseSymbols } from './symbols.ts';

const terminal = { noColor: false, isTerminal: true };

test.each([
  ['a terminal has colours', {}, terminal, 'on'],
  ['a pipe has none', {}, { noColor: false, isTerminal: false }, 'off'],
  ['NO_COLOR takes them away', { NO_COLOR: '1' }, terminal, 'off'],
  ['an empty NO_COLOR says nothing', { NO_COLOR: '' }, terminal, 'on'],
  ['FORCE_COLOR gives them to a pipe', { FORCE_COLOR: '1' }, { noColor: false, isTerminal: false }, 'on'],
  ['FORCE_COLOR=0 takes them away', { FORCE_COLOR: '0' }, terminal, 'off'],
  ['FORCE_COLOR is stronger than NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, terminal, 'on'],
  ['--no-color is stronger than all', { FORCE_COLOR: '1' }, { noColor: true, isTerminal: true }, 'off'],
  ['a dumb terminal has none', { TERM: 'dumb' }, terminal, 'off'],
] as const)('%s', (_, env, wish, expected) => expect(decideColours(env, wish)).toBe(expected));

test('without colours nothing is added', () => {
  expect(createPaint('off').red('x')).toBe('x');
  expect(createPaint('on').red('x')).toBe('\u001b[31mx\u001b[39m');
});

test('a locale of C gets signs it can show', () => {
  expect(chooseSymbols({ LC_ALL: 'C' }).passed).toBe('+');
  expect(chooseSymbols({}).passed).toBe('✓');
});
