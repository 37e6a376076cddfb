import { describe, expect, it } from 'vitest';
import { createGlobMatcher } from './match-glob.ts';

describe('a glob', () => {
  it.each([
    ['package.json', 'package.json', true],
    ['package.json', 'packageXjson', false],
    ['*.test.js', 'a.test.js', true],
    ['*.test.js', 'sub/a.test.js', false],
    ['**/*.test.js', 'a.test.js', true],
    ['**/*.test.js', 'x/y/a.test.js', true],
    ['**/*.test.js', '.hidden/a.test.js', false],
    ['*.js', '.eslintrc.js', false],
    ['.mocharc*', '.mocharc.json', true],
    ['test/**', 'test/a/b.js', true],
    ['test/**', 'tests/a.js', false],
    ['**/test/**/*.?(c|m)js', 'test/a.js', false],
    ['jest.config.{js,{c,m}js,ts}', 'jest.config.mjs', true],
    ['jest.config.{js,{c,m}js,ts}', 'jest.config.json', false],
    ['test-?.py', 'test-1.py', true],
    ['test_[ab].py', 'test_b.py', true],
    ['test_[!ab].py', 'test_b.py', false],
    ['a(b)+c.js', 'a(b)+c.js', true],
    ['un{closed.js', 'un{closed.js', true],
    ['./src/*.ts', 'src/a.ts', true],
  ])('%s against %s: %s', (glob, path, expected) => {
    expect(createGlobMatcher(glob)(path)).toBe(expected);
  });
});
