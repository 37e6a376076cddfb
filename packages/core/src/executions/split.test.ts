import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  claimSize,
  estimateUnits,
  limitClaim,
  median,
  planGroups,
  remainingMs,
  type TimedUnit,
  takeClaim,
} from './split.ts';

const units = fc
  .uniqueArray(fc.record({ key: fc.string({ minLength: 1 }), estimatedMs: fc.nat(60_000) }), {
    selector: (unit) => unit.key,
    maxLength: 80,
  })
  .map((list): TimedUnit[] => list);

const loadOf = (group: readonly TimedUnit[]) => group.reduce((sum, unit) => sum + (unit.estimatedMs ?? 0), 0);

describe('planGroups', () => {
  it('cuts 500 tests at parallelism 50 into 50 groups of 10, as diagram 1.2 says', () => {
    const tests = Array.from({ length: 500 }, (_, place) => ({ key: `test-${place}`, estimatedMs: null }));
    const groups = planGroups(tests, 50);
    expect(groups).toHaveLength(50);
    expect(groups.every((group) => group.length === 10)).toBe(true);
  });

  it('gives each unit to exactly one group', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 20 }), (list, parallelism) => {
        const planned = planGroups(list, parallelism)
          .flat()
          .map((unit) => unit.key);
        expect(planned.toSorted()).toEqual(list.map((unit) => unit.key).toSorted());
      }),
    );
  });

  it('stays within 4/3 of the best possible makespan (Graham)', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 8 }), (list, parallelism) => {
        const makespan = Math.max(0, ...planGroups(list, parallelism).map(loadOf));
        const longest = Math.max(0, ...list.map((unit) => unit.estimatedMs ?? 0));
        const sorted = list.map((unit) => unit.estimatedMs ?? 0).toSorted((a, b) => b - a);
        const pair = (sorted[parallelism - 1] ?? 0) + (sorted[parallelism] ?? 0);
        const bound = Math.max(longest, loadOf(list) / parallelism, sorted.length > parallelism ? pair : 0);
        expect(makespan).toBeLessThanOrEqual((4 / 3) * bound + 1);
      }),
    );
  });

  it('does not depend on the order of the units', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 6 }), (list, parallelism) => {
        expect(planGroups(list.toReversed(), parallelism)).toEqual(planGroups(list, parallelism));
      }),
    );
  });
});

describe('claims', () => {
  it('shrink as the pool drains, and always take at least one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 100 }),
        (pending, groups) => {
          const size = claimSize(pending, groups);
          expect(size).toBeGreaterThanOrEqual(1);
          expect(size).toBeLessThanOrEqual(Math.max(1, Math.ceil(pending / groups)));
          expect(claimSize(Math.max(1, pending - size), groups)).toBeLessThanOrEqual(size);
        },
      ),
    );
  });
});

describe('limits of a claim', () => {
  const taking = (estimates: readonly (number | null)[], parallelism: number) => {
    const estimatedMs = estimates.includes(null)
      ? null
      : estimates.reduce<number>((sum, estimate) => sum + (estimate ?? 0), 0);
    const limits = limitClaim({ units: estimates.length, estimatedMs }, parallelism);
    return takeClaim(
      estimates.map((estimate) => ({ estimatedMs: estimate })),
      limits,
    );
  };

  it('are a third of a share of the work, but one unit at least', () => {
    expect(taking([100, 10, 10, 10], 2)).toBe(1);
    expect(taking([30, 30, 30, 30, 30, 30], 1)).toBe(6);
    expect(
      taking(
        Array.from({ length: 60 }, () => 10),
        2,
      ),
    ).toBe(10);
  });

  it('are a third of a share of the units where the work is not known', () => {
    expect(taking([null, 100, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10], 2)).toBe(2);
  });

  it('are five hundred units for a group that shares with nobody', () => {
    expect(
      taking(
        Array.from({ length: 600 }, () => 1),
        1,
      ),
    ).toBe(500);
  });
});

describe('estimates', () => {
  it("take the median of a unit's own runs, and the median of all for one never seen", () => {
    const history = new Map([
      ['a', [100, 900, 110]],
      ['b', [300]],
    ]);
    expect(estimateUnits(['a', 'b', 'new'], history)).toEqual([
      { key: 'a', estimatedMs: 110 },
      { key: 'b', estimatedMs: 300 },
      { key: 'new', estimatedMs: 205 },
    ]);
  });

  it('are unknown without any history', () => {
    expect(estimateUnits(['a'], new Map())).toEqual([{ key: 'a', estimatedMs: null }]);
    expect(remainingMs([{ key: 'a', estimatedMs: null }], 2)).toBeNull();
  });

  it('never promise less than the longest unit takes', () => {
    expect(
      remainingMs(
        [
          { key: 'a', estimatedMs: 900 },
          { key: 'b', estimatedMs: 100 },
        ],
        4,
      ),
    ).toBe(900);
  });

  it('know the median of an even and an empty list', () => {
    expect(median([4, 1, 3, 2])).toBe(3);
    expect(median([])).toBeNull();
  });
});
