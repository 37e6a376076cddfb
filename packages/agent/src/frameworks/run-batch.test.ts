import { type ClaimedUnit, UnitId } from '@gauntlet/contract';
import { describe, expect, it } from 'vitest';
import { planAgain } from './run-batch.ts';
import type { LeftOver } from './run-invocation.ts';

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
  return planAgain(units, left).map((round) => round.map(({ key }) => key));
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
