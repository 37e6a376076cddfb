import { type ClaimedUnit, UnitId } from '@gauntlet/contract';
import { describe, expect, it } from 'vitest';
import { CrashInquiry } from './crash-inquiry.ts';
import type { LeftOver } from './doubt-run.ts';
import type { UnitVerdict } from './judge-unit.ts';
import { planAgain } from './run-batch.ts';

const units: ClaimedUnit[] = ['a', 'b', 'c', 'd'].map((key, index) => ({
  unitId: UnitId.parse(`01900000-0000-7000-8000-00000000000${index}`),
  key,
  title: key,
}));

function again(leftOver: Record<string, LeftOver['suspicion']>): string[][] {
  const left = units.flatMap((unit) => {
    const suspicion = leftOver[unit.key];
    return suspicion ? [{ unit, suspicion }] : [];
  });
  return planAgain({ units }, { leftOver: left }).map((round) => round.units.map(({ key }) => key));
}

describe('what is run again', () => {
  it('is nothing when all came to their ends', () => {
    expect(again({})).toEqual([]);
  });

  it('runs alone if it was running, and together if it was not', () => {
    expect(again({ b: 'suspect', c: 'innocent', d: 'innocent' })).toEqual([['c', 'd'], ['b']]);
    expect(again({ a: 'suspect', b: 'suspect', c: 'innocent', d: 'innocent' })).toEqual([
      ['c', 'd'],
      ['a'],
      ['b'],
    ]);
  });

  it('runs one by one when nothing came of the run and nobody is suspected', () => {
    const all = { a: 'innocent', b: 'innocent', c: 'innocent', d: 'innocent' } as const;
    expect(again(all)).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  it('runs together when some came to their ends', () => {
    expect(again({ c: 'innocent', d: 'innocent' })).toEqual([['c', 'd']]);
  });
});

describe('who answers for a run that went wrong', () => {
  const crash = { what: 'The process was killed by SIGSEGV.', explainedBy: 'errors' } as const;
  const good: UnitVerdict = { outcome: 'passed' };
  const crashed: UnitVerdict = { outcome: 'error', reason: 'runner-crashed', message: 'again' };
  const failed: UnitVerdict = { outcome: 'failed', reason: 'tests-failed' };
  const inquire = (accuse: 'all' | 'one', verdicts: readonly UnitVerdict[]) => {
    const inquiry = new CrashInquiry({ ...crash, accuse });
    const told: UnitVerdict[] = [];
    for (const [at, verdict] of verdicts.entries())
      inquiry.hear(verdict, (heard) => {
        told[at] = heard;
      });
    inquiry.settle();
    return told.map(({ outcome, reason }) => [outcome, reason].filter(Boolean).join(' '));
  };

  it('is everybody who ran in it, though all pass alone', () => {
    expect(inquire('all', [good, good])).toEqual(['error runner-crashed', 'error runner-crashed']);
  });

  it('is nobody else when one crashes again, whether before or after the others', () => {
    expect(inquire('all', [good, crashed, good])).toEqual(['passed', 'error runner-crashed', 'passed']);
  });

  it('is not explained by a test that fails', () => {
    expect(inquire('all', [good, failed])).toEqual(['error runner-crashed', 'failed tests-failed']);
  });

  it('is one of them when nobody ran in it', () => {
    expect(inquire('one', [good, good])).toEqual(['passed', 'error exit-code-disagrees']);
  });
});
