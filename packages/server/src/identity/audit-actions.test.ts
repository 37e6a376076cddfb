/** The list of actions against the code that records them, and against what docs/audit.md says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUDIT_ACTIONS } from '@gauntlet/contract';
import { expect, it } from 'vitest';

const SOURCES = join(import.meta.dirname, '..');
const DOCUMENT = join(import.meta.dirname, '../../../../docs/audit.md');

const code = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing'))
  .map((file) => readFileSync(join(SOURCES, file), 'utf8'))
  .filter((text) => /\brecordAct(In)?\(|\baction: /.test(text));

/** The names in an `action: ...`, also in one that chooses between two. */
const recorded = code.flatMap((text) =>
  [...text.matchAll(/\baction:([^,;}]*)/g)].flatMap(([, value = '']) =>
    [...value.matchAll(/'([a-z-]+\.[a-z-]+)'/g)].map(([, name = '']) => name),
  ),
);

const documented = [...readFileSync(DOCUMENT, 'utf8').matchAll(/^\| `([a-z-]+\.[a-z-]+)` \|/gm)].map(
  ([, name]) => name,
);

it('every action of the list is recorded by some code, and no other is', () => {
  expect([...new Set(recorded)].sort()).toEqual([...AUDIT_ACTIONS]);
});

it('docs/audit.md explains every action, each once, in order', () => {
  expect(documented).toEqual([...AUDIT_ACTIONS]);
});
