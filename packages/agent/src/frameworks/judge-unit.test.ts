import { type CaseStatus, UnitId } from '@gauntlet/contract';
import { describe, expect, it } from 'vitest';
import type { ProcessEnd } from '../process/process-order.ts';
import { boundCase } from '../reports/bound-case.ts';
import { findDisagreement, findUnexplained, judgeCutOff, judgeReported, type RunEnd } from './judge-unit.ts';
import { createProgress, takeCase, takeProblem } from './unit-progress.ts';

const unitId = UnitId.parse('01900000-0000-7000-8000-000000000001');

function progressOf(
  statuses: CaseStatus[],
  { expectedTests, problem }: { expectedTests?: number; problem?: string } = {},
) {
  const progress = createProgress({ unitId, key: 'a', title: 'a', file: 'a', expectedTests });
  for (const [index, status] of statuses.entries()) {
    takeCase(progress, boundCase({ type: 'case', name: `test ${index}`, status }));
  }
  if (problem) takeProblem(progress, problem);
  return progress;
}

const exited = (exitCode: number): ProcessEnd => ({ ended: 'exited', exitCode, signal: null, durationMs: 1 });
const killed: ProcessEnd = { ended: 'exited', exitCode: null, signal: 'SIGSEGV', durationMs: 1 };

const runOf = (end: ProcessEnd, more: Partial<RunEnd> = {}): RunEnd => ({
  end,
  ordinaryCodes: [0, 1],
  problems: [],
  lingered: false,
  unusableReport: false,
  output: '',
  ...more,
});

describe('a unit that was completely reported', () => {
  it.each([
    [['passed', 'passed'], {}, 'passed', undefined],
    [['passed', 'skipped'], {}, 'passed', undefined],
    [['skipped'], {}, 'skipped', undefined],
    [['passed', 'failed'], {}, 'failed', 'tests-failed'],
    [['error'], {}, 'error', 'tests-failed'],
    [[], {}, 'error', 'unit-without-results'],
    [['passed'], { problem: 'the tear-down failed' }, 'error', 'tests-failed'],
    [['passed'], { expectedTests: 2 }, 'error', 'counts-differ'],
    [['passed', 'passed', 'passed'], { expectedTests: 2 }, 'passed', undefined],
  ] as const)('with %j %j is %s %s', (statuses, more, outcome, reason) => {
    const verdict = judgeReported(progressOf([...statuses], more));
    expect([verdict.outcome, verdict.reason]).toEqual([outcome, reason]);
  });

  it('is not complete by the same test told twice', () => {
    const progress = progressOf([], { expectedTests: 2 });
    for (let time = 0; time < 2; time += 1)
      takeCase(progress, boundCase({ type: 'case', name: 'x', status: 'passed' }));
    expect(judgeReported(progress).reason).toBe('counts-differ');
  });
});

describe('a unit that was cut off', () => {
  it.each([
    ['killed', ['passed'], runOf(killed), 'runner-crashed', 'was killed by SIGSEGV'],
    ['left early with 0', ['passed'], runOf(exited(0)), 'runner-crashed', 'exit code 0 before all'],
    ['without any result', [], runOf(exited(0)), 'unit-without-results', 'without a single result'],
    ['with an odd exit code', [], runOf(exited(3)), 'runner-crashed', 'exit code 3'],
    ['over time', [], runOf({ ...exited(0), ended: 'timed-out' }), 'unit-timeout', 'longer than its limit'],
    ['with a broken report', [], runOf(exited(1), { unusableReport: true }), 'report-malformed', ''],
  ] as const)('%s is an error: %j', (_, statuses, run, reason, message) => {
    const verdict = judgeCutOff(progressOf([...statuses]), run);
    expect(verdict).toMatchObject({ outcome: 'error', reason, message: expect.stringContaining(message) });
  });

  it('shows the last that was printed', () => {
    const verdict = judgeCutOff(progressOf([]), runOf(killed, { output: 'out of memory' }));
    expect(verdict.message).toContain('The last it printed:\nout of memory');
  });
});

describe('a run in which every test passed', () => {
  it.each([
    [runOf(exited(0)), undefined],
    [runOf(exited(1)), 'ended with exit code 1'],
    [runOf(killed), 'was killed by SIGSEGV'],
    [runOf(exited(0), { problems: ['unhandled error'] }), 'unhandled error'],
    [runOf({ ...exited(0), ended: 'aborted' }, { lingered: true }), 'did not end after its last test'],
  ])('is green only with its exit code: %#', (run, message) => {
    const verdict = findDisagreement(run, [0]);
    if (message === undefined) expect(verdict).toBeUndefined();
    else
      expect(verdict).toMatchObject({
        reason: 'exit-code-disagrees',
        message: expect.stringContaining(message),
      });
  });
});

describe('a run in which tests failed', () => {
  it.each([
    [runOf(exited(0)), undefined],
    [runOf(exited(1)), undefined],
    [runOf(exited(3)), 'ended with exit code 3'],
    [runOf(killed), 'was killed by SIGSEGV'],
    [runOf(exited(1), { problems: ['unhandled error'] }), 'unhandled error'],
    [runOf({ ...exited(0), ended: 'aborted' }, { lingered: true }), 'did not end after its last test'],
  ])('is explained by them alone, or says what else there was: %#', (run, message) => {
    const unexplained = findUnexplained(run);
    if (message === undefined) expect(unexplained).toBeUndefined();
    else expect(unexplained).toContain(message);
  });
});
