/** SECURITY.md names tests; each must be there, in the file it is said to be in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const OF_SERVER = /^(http|identity|adapters)\//;

const named = [...readFileSync(join(ROOT, 'SECURITY.md'), 'utf8').matchAll(/^- `([^`]+)`: (.+)$/gm)].map(
  ([, path = '', titles = '']) => ({
    file: OF_SERVER.test(path) ? `packages/server/src/${path}` : path,
    titles: [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title),
  }),
);

test('the document names tests for every threat', () => {
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ titles }) => titles.length === 0)).toEqual([]);
});

test.each(named)('$file has the tests that are named', ({ file, titles }) => {
  const text = readFileSync(join(ROOT, file), 'utf8');
  expect(titles.filter((title) => !text.includes(title))).toEqual([]);
});
