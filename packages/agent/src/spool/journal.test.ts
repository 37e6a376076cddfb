import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentEvent, ClaimedUnit, ReportedResult, UnitId } from '@gauntlet/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEventSpool } from './event-spool.ts';
import { type Journal, openJournal } from './journal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const idOf = (name: string) => name as UnitId;
const units = (...names: string[]): ClaimedUnit[] =>
  names.map((name) => ({ unitId: idOf(name), key: name, title: name }));

const result = (key: string, status: ReportedResult['status'], flaky = false): ReportedResult => ({
  ...{ key, name: key, status, flaky, suite: [], durationMs: 1, retries: 0, tags: [], assertions: [] },
});
const results = (unit: string, ...statuses: ReportedResult['status'][]): AgentEvent => ({
  type: 'results',
  unitId: idOf(unit),
  results: statuses.map((status, index) => result(`${unit}:${index}`, status)),
});
const finished = (unit: string, journal: Journal): AgentEvent => ({
  ...{ type: 'unit-finished', unitId: idOf(unit), outcome: 'passed', durationMs: 1, exitCode: 0 },
  counts: journal.countsOf(idOf(unit)),
});

/** Journal and spool as one life of the agent has them. */
const live = () => {
  const journal = openJournal(folder);
  const spool = openEventSpool({ folder, onRecovered: journal.note, onDiskFull: () => undefined });
  const report = (event: AgentEvent) => {
    journal.note(event);
    spool.append(event);
  };
  const die = () => {
    journal.close();
    spool.close();
  };
  return { journal, report, die };
};

describe('the journal', () => {
  it('knows after a crash what was claimed and not ended, and which claim comes next', () => {
    const first = live();
    first.journal.noteClaim(1, units('a', 'b'));
    first.journal.noteClaim(2, units('c'));
    first.report(finished('a', first.journal));
    first.die();
    const { journal } = live();
    expect(journal.openUnits()).toEqual(['b', 'c']);
    expect(journal.nextClaimNumber()).toBe(3);
    expect(journal.totals().units).toBe(1);
  });

  it('knows a unit as open that was returned and claimed again', () => {
    const first = live();
    first.journal.noteClaim(1, units('a'));
    first.report({ type: 'unit-returned', unitId: idOf('a') });
    expect(first.journal.isOpen(idOf('a'))).toBe(false);
    first.journal.noteClaim(2, units('a'));
    expect(first.journal.isOpen(idOf('a'))).toBe(true);
    first.die();
    expect(live().journal.openUnits()).toEqual(['a']);
  });

  it('counts the results of the last run of a unit only, but never uses a key again', () => {
    const first = live();
    first.journal.noteClaim(1, units('a'));
    first.report({ type: 'unit-started', unitId: idOf('a') });
    first.report(results('a', 'passed', 'failed'));
    first.report({ type: 'unit-started', unitId: idOf('a') });
    first.report(results('a', 'passed', 'skipped', 'error'));
    first.die();
    const { journal } = live();
    expect(journal.countsOf(idOf('a'))).toEqual({ total: 3, passed: 1, failed: 1, skipped: 1, flaky: 0 });
    expect(journal.keysUsed(idOf('a'))).toBe(5);
  });

  it('sums what the finished units came to', () => {
    const { journal, report } = live();
    journal.noteClaim(1, units('a', 'b', 'c'));
    report({ type: 'results', unitId: idOf('a'), results: [result('k', 'passed', true)] });
    report(finished('a', journal));
    report(results('b', 'failed'));
    report(finished('b', journal));
    report(results('c', 'passed'));
    report({ type: 'unit-returned', unitId: idOf('c') });
    expect(journal.totals()).toEqual({
      units: 2,
      counts: { total: 2, passed: 1, failed: 1, skipped: 0, flaky: 1 },
    });
  });

  it('remembers how far the group had come', () => {
    const first = live();
    first.report({ type: 'plan', framework: 'x', countVerified: true, setup: 'none', units: [] });
    first.die();
    expect(live().journal.milestones()).toEqual({
      ...{ planned: true, preparationFailed: false, finished: false, tests: 'passed' },
    });
  });

  it('remembers that a unit did not pass, and that a group gave up', () => {
    const first = live();
    first.journal.noteClaim(1, units('a', 'b', 'c'));
    first.report({ ...finished('a', first.journal), outcome: 'error' } as AgentEvent);
    first.report(finished('b', first.journal));
    first.die();
    const second = live();
    expect(second.journal.milestones().tests).toBe('not-passed');
    const manifest = { ...second.journal.totals(), artifacts: 0, reason: 'failed' as const };
    second.report({ type: 'finish', manifest });
    expect(second.journal.milestones().tests).toBe('given-up');
  });
});
