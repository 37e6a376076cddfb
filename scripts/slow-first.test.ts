import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './setup.mjs';

test('every file that is to come first is there', () => {
  const source = readFileSync(join(ROOT, 'scripts/slow-first.ts'), 'utf8');
  const named = [...source.matchAll(/'([^']+\.test\.ts)'/g)].map(([, path]) => path ?? '');
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
