import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findUnmatchedPath } from './find-unmatched-path.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauntlet-paths-'));
writeFileSync(join(folder, 'setup.js'), '');
afterAll(() => rmSync(folder, { recursive: true }));

const FILES = ['src/cart.test.js', 'src/pages/[id].test.js', 'tests/test_money.py'];
const find = (...paths: string[]) => findUnmatchedPath(paths, FILES, folder);

describe('a path of a definition', () => {
  it.each([
    ['a file', 'src/cart.test.js'],
    ['a file with a line', 'src/cart.test.js:12'],
    ['a file with a line and a column', './src/cart.test.js:12:3'],
    ['a test of a file', 'tests/test_money.py::TestMoney::test_adds[1-2]'],
    ['a file whose name reads as a glob', 'src/pages/[id].test.js'],
    ['a part of a path', 'src/ca'],
    ['a glob', 'src/**/*.test.{js,ts}'],
    ['a glob with alternatives', 'src/*.+(test|spec).js'],
    ['a regular expression', 'CART\\.test'],
    ['a package', 'tests.test_money'],
    ['what is there, tests or not', 'setup.js'],
    ['the folder itself', './'],
  ])('leads to tests or is there: %s', (_, path) => {
    expect(find(path)).toBeUndefined();
  });

  it.each([
    ['a file', 'src/basket.test.js'],
    ['a file with a line', 'src/basket.test.js:12'],
    ['a glob', 'src/**/*.spec.js'],
    ['no regular expression', 'src/(.test.js'],
  ])('that leads nowhere is told: %s', (_, path) => {
    expect(find('src/cart.test.js', path)).toBe(path);
  });
});
