import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXECUTION_STATUSES } from '@gauntlet/contract';
import { describe, expect, it } from 'vitest';
import { EXECUTION_LIFECYCLE, isFinalStatus, nextStatus } from './lifecycle.ts';

const SPECIFICATION = join(import.meta.dirname, '../../../../docs/architecture-diagrams.md');

/** The arrows of diagram 3.1, without those from and to [*]. */
function specifiedArrows(): { from: string; to: string }[] {
  const text = readFileSync(SPECIFICATION, 'utf8');
  const diagram = text.slice(text.indexOf('### 3.1'), text.indexOf('### 3.2'));
  return [...diagram.matchAll(/^\s*(\w+) --> (\w+):/gm)].map(([, from = '', to = '']) => ({
    from: from.toLowerCase(),
    to: to.toLowerCase(),
  }));
}

describe('the execution lifecycle', () => {
  it('holds every transition of diagram 3.1', () => {
    const arrows = specifiedArrows();
    expect(arrows).toHaveLength(23);
    const missing = arrows.filter(
      ({ from, to }) =>
        !Object.values(EXECUTION_LIFECYCLE[from as 'queued'] ?? {}).includes(to as 'scheduled'),
    );
    expect(missing).toEqual([]);
  });

  it('has the states of diagram 3.1 and no other', () => {
    const drawn = new Set(specifiedArrows().flatMap(({ from, to }) => [from, to]));
    expect(new Set(EXECUTION_STATUSES)).toEqual(drawn);
    expect(new Set(Object.keys(EXECUTION_LIFECYCLE))).toEqual(drawn);
  });

  it('adds to the diagram only ways to end early', () => {
    const drawn = new Set(specifiedArrows().map(({ from, to }) => `${from}>${to}`));
    const added = Object.entries(EXECUTION_LIFECYCLE).flatMap(([from, row]) =>
      Object.values(row).flatMap((to) => (drawn.has(`${from}>${to}`) ? [] : [`${from}>${to}`])),
    );
    expect(new Set(added)).toEqual(
      new Set([
        ...['scheduled', 'initializing', 'running'].flatMap((from) => [
          `${from}>timeout`,
          `${from}>cancelled`,
        ]),
        'queued>failed',
        'scheduled>failed',
        'running>failed',
        'retrying>cancelled',
        'retrying>expired',
        'retrying>failed',
      ]),
    );
  });

  it('refuses an arrow that is not in the table', () => {
    expect(nextStatus('archived', 'cleanup-began')).toEqual({
      ok: false,
      error: { code: 'illegal-transition', from: 'archived', event: 'cleanup-began' },
    });
  });

  it('ends in Archived or Rejected and nowhere else', () => {
    expect(EXECUTION_STATUSES.filter(isFinalStatus)).toEqual(['rejected', 'archived']);
  });
});
