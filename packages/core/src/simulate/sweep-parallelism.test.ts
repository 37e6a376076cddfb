import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeKind } from './node-kind.ts';
import { createRandom } from './random.ts';
import { parallelismsToTry, recommendParallelism } from './recommend.ts';
import { checkScenario, SCENARIO_DEFAULTS, type Scenario } from './scenario.ts';
import { type SweepRow, sweepParallelism, traceRun } from './sweep-parallelism.ts';

const node: NodeKind = {
  ...{ name: 'n', cpuMillis: 64_000, memoryBytes: 64 * 2 ** 30, lifetime: 'on-demand', pricePerHour: 2 },
  ...{ least: 1, most: 1, startMs: 0 },
};
const scenario = (durations: readonly (readonly number[])[], change: Partial<Scenario> = {}): Scenario => ({
  ...SCENARIO_DEFAULTS,
  units: durations.map((durationsMs, index) => ({ key: `u${index}`, durationsMs })),
  kinds: [node],
  request: { cpuMillis: 1000, memoryBytes: 2 ** 30 },
  groupSetupMs: 0,
  ...change,
});
const equal = (count: number, ms: number) => Array.from({ length: count }, () => [ms]);

describe('a sweep', () => {
  it('shows what more groups bring, and what they cost', () => {
    const given = scenario(equal(8, 60_000), { variation: 0, podStartMs: 0 });
    const rows = sweepParallelism({ scenario: given, parallelisms: [1, 2, 8], simulations: 3, seed: 1 });
    expect(rows.map(({ makespanMs }) => makespanMs)).toEqual([
      { median: 480_000, p90: 480_000 },
      { median: 240_000, p90: 240_000 },
      { median: 60_000, p90: 60_000 },
    ]);
    expect(rows.map(({ gain }) => gain?.makespanMs)).toEqual([undefined, 240_000, 180_000]);
    expect(rows[0]?.cost.median).toBeCloseTo((2 * 480) / 3600, 9);
    expect(rows[2]).toMatchObject({ groupsUsed: 8, groupsLost: 0, outcomes: { completed: 1 } });
  });

  it('is the same again for a seed, another for another', () => {
    const given = scenario(equal(40, 5000), { variation: 0.3 });
    const sweep = (seed: number) =>
      sweepParallelism({ scenario: given, parallelisms: [1, 4], simulations: 5, seed });
    expect(sweep(7)).toEqual(sweep(7));
    expect(sweep(7)).not.toEqual(sweep(8));
  });

  it('takes the times a unit has had, where there are several', () => {
    const given = scenario([[1000, 3000]], { podStartMs: 0 });
    const rows = sweepParallelism({ scenario: given, parallelisms: [1], simulations: 200, seed: 1 });
    expect([1000, 3000]).toContain(rows[0]?.makespanMs?.median);
    expect(rows[0]?.makespanMs?.p90).toBe(3000);
  });

  it('varies a single time by as much as was said', () => {
    const given = scenario(equal(20_000, 10_000), { variation: 0.2, podStartMs: 0, limitMs: 1e12 });
    const units = traceRun({ scenario: given, parallelism: 1, seed: 5 }).flatMap((happening) =>
      happening.what === 'unit-reported' ? [happening.atMs - happening.startedAtMs] : [],
    );
    const mean = units.reduce((total, value) => total + value, 0) / units.length;
    const deviation = Math.sqrt(
      units.reduce((total, value) => total + (value - mean) ** 2, 0) / units.length,
    );
    // The standard error of the deviation is about 15 ms here.
    expect(deviation / 10_000).toBeCloseTo(0.2, 1);
  });

  it('says how often it would end as infrastructure or at its limit, and no time where it never completes', () => {
    const given = scenario(equal(4, 60_000), { limitMs: 100_000, podStartMs: 0 });
    const rows = sweepParallelism({ scenario: given, parallelisms: [1], simulations: 4, seed: 1 });
    expect(rows[0]).toMatchObject({ makespanMs: null, outcomes: { completed: 0, timeout: 1 } });
  });
});

const row = (parallelism: number, median: number, completed = 1): SweepRow => ({
  ...{ parallelism, makespanMs: completed === 0 ? null : { median, p90: median } },
  outcomes: { completed, infrastructure: 1 - completed, timeout: 0 },
  ...{ nodeHours: 1, busyHours: 1, mostNodes: 1, groupsUsed: 1, groupsLost: 0, unitsLost: 0 },
  ...{ cost: { median: 1, p90: 1 }, gain: null },
});

describe('the recommendation', () => {
  it('is the smallest parallelism near enough to the best', () => {
    const rows = [row(1, 1000), row(2, 510), row(4, 270), row(8, 205), row(16, 200), row(32, 198)];
    expect(recommendParallelism(rows, 0.1)).toEqual({ parallelism: 8, best: 32, within: 0.1, knee: 4 });
    expect(recommendParallelism(rows, 0)).toMatchObject({ parallelism: 32 });
    expect(recommendParallelism(rows, 5)).toMatchObject({ parallelism: 1 });
  });

  it('never takes what completes less often than another does', () => {
    expect(recommendParallelism([row(1, 1000), row(2, 400, 0.5)], 0.1)).toMatchObject({ parallelism: 1 });
    expect(recommendParallelism([row(1, 1000, 0)], 0.1)).toBeNull();
  });

  it('looks at doubled numbers, up to the units and the room there is', () => {
    expect(parallelismsToTry(500, 50, 500)).toEqual([1, 2, 4, 8, 16, 32, 50]);
    expect(parallelismsToTry(1, 50, 500)).toEqual([1]);
    expect(parallelismsToTry(1000, 1000, 500).at(-1)).toBe(500);
  });
});

describe('a scenario', () => {
  it('that can never come to an end is refused', () => {
    expect(checkScenario(scenario([]))).toMatchObject({ error: { code: 'no-units' } });
    const large = { request: { cpuMillis: 65_000, memoryBytes: 1 } };
    expect(checkScenario(scenario([[1]], large))).toMatchObject({ error: { code: 'no-node-fits' } });
    const spot = [{ ...node, lifetime: 'spot' as const }];
    const refused = { kinds: spot, request: { cpuMillis: 1, memoryBytes: 1, spot: 'refuse' as const } };
    expect(checkScenario(scenario([[1]], refused))).toMatchObject({ error: { code: 'no-node-fits' } });
    expect(checkScenario(scenario([[1]]))).toMatchObject({ ok: true });
  });
});

describe('chance', () => {
  it('stays in its bounds, and parts one stream from another', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(1000), (seed, stream) => {
        const random = createRandom(seed, stream);
        const drawn = Array.from({ length: 20 }, () => random.next());
        expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
        expect(random.exponential(0)).toBe(Number.POSITIVE_INFINITY);
        expect(random.exponential(1)).toBeGreaterThanOrEqual(0);
        expect(createRandom(seed, stream + 1).next()).not.toBe(drawn[0]);
      }),
    );
  });

  it('is even, and its normal numbers are normal', () => {
    const random = createRandom(42);
    const drawn = Array.from({ length: 20_000 }, () => random.next());
    expect(drawn.reduce((sum, value) => sum + value, 0) / drawn.length).toBeCloseTo(0.5, 1);
    const normal = Array.from({ length: 20_000 }, () => random.normal());
    expect(normal.filter((value) => Math.abs(value) < 1).length / normal.length).toBeCloseTo(0.683, 1);
  });
});
