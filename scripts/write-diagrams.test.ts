import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withDiagrams } from './write-diagrams.ts';

it('ARCHITECTURE.md shows the lifecycles as the code has them', () => {
  const text = readFileSync(join(import.meta.dirname, '..', 'ARCHITECTURE.md'), 'utf8');
  expect(withDiagrams(text)).toBe(text);
});
