import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byLongestFirst, median } from '../executions/index.ts';
import type { NodeKind } from './node-kind.ts';
import { createRandom } from './random.ts';
import type { Happening } from './run-state.ts';
import { SCENARIO_DEFAULTS, type Scenario } from './scenario.ts';
import { type SimulatedRun, simulateRun } from './simulate-run.ts';

const HOUR = 3_600_000;
const node = (change: Partial<NodeKind> = {}): NodeKind => ({
  ...{ name: 'n', cpuMillis: 4000, memoryBytes: 16 * 2 ** 30, lifetime: 'on-demand', pricePerHour: 1 },
  ...{ least: 1, most: 1, startMs: 60_000 },
  ...change,
});

/** Nothing but the units takes any time. */
const scenario = (durations: readonly number[], change: Partial<Scenario> = {}): Scenario => ({
  ...SCENARIO_DEFAULTS,
  units: durations.map((duration, index) => ({ key: `u${index}`, durationsMs: [duration] })),
  kinds: [node()],
  request: { cpuMillis: 1000, memoryBytes: 2 ** 20 },
  ...{ podStartMs: 0, groupSetupMs: 0, lossNoticedMs: 0, limitMs: 1e12, mostLosses: 1e9 },
  ...change,
});

function simulate(given: Scenario, parallelism: number, seed = 1) {
  const happenings: Happening[] = [];
  const units = given.units
    .map(({ key, durationsMs }, index) => ({ key, index, estimatedMs: median(durationsMs) ?? 0 }))
    .sort(byLongestFirst);
  const durationsMs = given.units.map((unit) => unit.durationsMs[0] ?? 0);
  const fate = { durationsMs, random: createRandom(seed) };
  const record = (happening: Happening) => void happenings.push(happening);
  return { run: simulateRun({ scenario: given, units, parallelism, fate, record }), happenings };
}

const reportsOf = (happenings: readonly Happening[]) =>
  happenings.flatMap((happening) => (happening.what === 'unit-reported' ? [happening] : []));
const momentsOf = (happenings: readonly Happening[], what: Happening['what']) =>
  happenings.filter((happening) => happening.what === what).map(({ atMs }) => atMs);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('small runs, worked out by hand', () => {
  it('one group runs everything, one after the other', () => {
    const { run } = simulate(scenario([500, 300, 200]), 1);
    expect(run).toMatchObject({ outcome: 'completed', makespanMs: 1000, groupsUsed: 1 });
  });

  it('two groups: the longest first, and whoever is done takes the next', () => {
    // 0: 8 s | 1: 5 s, 3 s | then 2 s and 1 s go to whoever asks first: the end is at 10 s.
    const { happenings, run } = simulate(scenario([8000, 5000, 3000, 2000, 1000]), 2);
    expect(run.makespanMs).toBe(10_000);
    expect(reportsOf(happenings).map(({ group, unit, atMs }) => [group, unit, atMs])).toEqual([
      [1, 1, 5000],
      [0, 0, 8000],
      [1, 2, 8000],
      [1, 4, 9000],
      [0, 3, 10_000],
    ]);
  });

  it('the others start when the first has prepared and listed, and prepare themselves', () => {
    const times = { podStartMs: 1000, setupMs: 10_000, groupSetupMs: 4000, batchStartMs: 500 };
    const { happenings, run } = simulate(scenario([30_000, 30_000], times), 2);
    expect(momentsOf(happenings, 'group-ready')).toEqual([11_000, 16_000]);
    expect(run.makespanMs).toBe(16_000 + 500 + 30_000);
  });

  it('started together, the others have prepared when the first has listed, and then claim before it', () => {
    const times = { podStartMs: 1000, setupMs: 10_000, groupSetupMs: 4000, start: 'together' as const };
    const { happenings, run } = simulate(scenario([30_000, 20_000], times), 2);
    expect(momentsOf(happenings, 'group-ready')).toEqual([5000, 11_000]);
    expect(reportsOf(happenings).map(({ group, unit, atMs }) => [group, unit, atMs])).toEqual([
      [0, 1, 31_000],
      [1, 0, 41_000],
    ]);
    expect(run.makespanMs).toBe(41_000);
  });

  it('started together, one that is ready lists when the first is lost before it could', () => {
    const one = { cpuMillis: 1000, least: 1, most: 1 };
    const kinds = [node({ ...one, name: 'spot', lifetime: 'spot' }), node({ ...one, name: 'n' })];
    const times = { setupMs: HOUR, groupSetupMs: 1000, start: 'together' as const };
    const losses = { interruptionsPerNodeHour: 30, noticeMs: 0, lossNoticedMs: 30_000 };
    const { happenings, run } = simulate(scenario([5000, 5000], { kinds, ...times, ...losses }), 2);
    const [lost = 0] = momentsOf(happenings, 'group-lost');
    expect(momentsOf(happenings, 'group-ready')[0]).toBe(1000);
    expect(momentsOf(happenings, 'units-claimed')[0]).toBe(lost);
    expect(run).toMatchObject({ outcome: 'completed', makespanMs: lost + 10_000 });
  });

  it('groups without a node wait for one: ordered at the next look, there when it has started', () => {
    const kinds = [node({ cpuMillis: 1000, least: 1, most: 3 })];
    const { happenings, run } = simulate(scenario([100_000, 100_000, 100_000], { kinds }), 3);
    expect(momentsOf(happenings, 'node-ordered')).toEqual([10_000, 10_000]);
    expect(momentsOf(happenings, 'node-ready')).toEqual([70_000, 70_000]);
    // The first has done two of three when the third group gets its node: 100 s, then the rest at 70 s.
    expect(run).toMatchObject({ makespanMs: 170_000, mostNodes: 3, groupsUsed: 3 });
  });

  it('nodes of its own are paid until ten idle minutes are over, standing ones while it runs', () => {
    const kinds = [node({ cpuMillis: 1000, least: 1, most: 2, pricePerHour: 3 })];
    const { run } = simulate(scenario([600_000, 600_000], { kinds }), 2);
    // The second node is ordered at 10 s, ready at 70 s and done at 670 s. The first is idle from 600 s on: that
    // is the one removed, at 1200 s, and the second is then the standing one.
    expect(run.makespanMs).toBe(670_000);
    expect(run.nodeMs).toBe(1_200_000 + (670_000 - 10_000));
    expect(run.busyMs).toBe(600_000 + 600_000);
    expect(run.cost).toBeCloseTo((3 * run.nodeMs) / HOUR, 9);
  });

  it('more groups than there is room for never begin, where no node can be added', () => {
    const { run } = simulate(scenario([1000, 1000, 1000, 1000], { kinds: [node({ cpuMillis: 2000 })] }), 4);
    expect(run).toMatchObject({ makespanMs: 2000, groupsUsed: 2 });
  });

  it('no unit a group has reported runs again when its node is taken', () => {
    const kinds = [node({ cpuMillis: 1000, lifetime: 'spot', least: 1, most: 1, startMs: 60_000 })];
    const settings = { kinds, interruptionsPerNodeHour: 4, noticeMs: 120_000, lossNoticedMs: 30_000 };
    const { happenings, run } = simulate(scenario(Array(30).fill(60_000), settings), 1, 3);
    expect(run.outcome).toBe('completed');
    expect(run.groupsLost).toBeGreaterThan(0);
    const [noticed = 0] = momentsOf(happenings, 'node-noticed');
    expect(momentsOf(happenings, 'node-taken')[0]).toBe(noticed + 120_000);
    expect(momentsOf(happenings, 'group-lost')[0]).toBe(noticed + 150_000);
    expect(new Set(reportsOf(happenings).map(({ unit }) => unit)).size).toBe(30);
  });

  it.each([
    [3, 4],
    [null, 21],
  ])(
    'ends as infrastructure when more than %j groups are lost; null: than the server lets pass',
    (mostLosses, groupsLost) => {
      const kinds = [node({ lifetime: 'spot' })];
      const lost = { kinds, interruptionsPerNodeHour: 60, noticeMs: 0, mostLosses };
      const { run } = simulate(scenario([4 * HOUR, 4 * HOUR, 4 * HOUR, 4 * HOUR], lost), 4);
      expect(run).toMatchObject({ outcome: 'infrastructure', groupsLost });
    },
  );

  it('ends as a timeout at the limit', () => {
    const { run } = simulate(scenario([5000, 5000], { limitMs: 7000 }), 1);
    expect(run).toMatchObject({ outcome: 'timeout', makespanMs: 7000, nodeMs: 7000 });
  });
});

const durations = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 60 });
const parallelisms = fc.integer({ min: 1, max: 12 });
const kinds = fc
  .record({
    cpuMillis: fc.constantFrom(1000, 2500, 4000),
    least: fc.integer({ min: 0, max: 2 }),
    more: fc.integer({ min: 1, max: 4 }),
    startMs: fc.integer({ min: 0, max: 120_000 }),
    lifetime: fc.constantFrom('spot' as const, 'on-demand' as const),
  })
  .map(({ more, ...kind }): NodeKind => node({ ...kind, most: kind.least + more }));
const pools = fc
  .array(kinds, { minLength: 1, maxLength: 3 })
  .map((list) => list.map((kind, index): NodeKind => ({ ...kind, name: `kind${index}` })));
const times = fc.record({
  podStartMs: fc.nat(5000),
  setupMs: fc.nat(30_000),
  groupSetupMs: fc.nat(30_000),
  batchStartMs: fc.nat(2000),
  expander: fc.constantFrom('priority' as const, 'least-waste' as const),
  start: fc.constantFrom('after-listing' as const, 'together' as const),
});

const holdsMoreThanItHas = (happenings: readonly Happening[], given: Scenario): boolean => {
  const on = new Map<string, Set<number>>();
  for (const happening of happenings) {
    if (happening.what === 'group-placed') {
      const groups = on.get(happening.node) ?? new Set();
      on.set(happening.node, groups.add(happening.group));
      const kind = given.kinds.find(({ name }) => happening.node.startsWith(`${name}-`));
      if (groups.size * given.request.cpuMillis > (kind?.cpuMillis ?? 0)) return true;
    }
    if (happening.what === 'group-finished') for (const groups of on.values()) groups.delete(happening.group);
    if (happening.what === 'node-taken') on.delete(happening.node);
  }
  return false;
};

const expectAccounts = (run: SimulatedRun, happenings: readonly Happening[]) => {
  const unitMs = sum(reportsOf(happenings).map(({ atMs, startedAtMs }) => atMs - startedAtMs));
  expect(run.nodeMs).toBeGreaterThanOrEqual(run.busyMs);
  // Four groups at most on a node.
  expect(run.busyMs * 4).toBeGreaterThanOrEqual(unitMs);
  expect(run.cost).toBeCloseTo(run.nodeMs / HOUR, 6);
};

describe('any run', () => {
  it('runs every unit once, no group two at a time, and is no shorter than the work allows', () => {
    fc.assert(
      fc.property(durations, parallelisms, pools, times, (list, parallelism, pool, change) => {
        const given = scenario(list, { kinds: pool, ...change });
        const { happenings, run } = simulate(given, parallelism);
        const reports = reportsOf(happenings);
        expect(run).toMatchObject({ outcome: 'completed', groupsLost: 0, unitsLost: 0 });
        expect(reports.map(({ unit }) => unit).sort((a, b) => a - b)).toEqual(list.map((_, index) => index));
        expect(run.makespanMs).toBeGreaterThanOrEqual(sum(list) / parallelism);
        expect(run.makespanMs).toBeGreaterThanOrEqual(Math.max(...list) + given.podStartMs + given.setupMs);
        expect(run.groupsUsed).toBeLessThanOrEqual(Math.min(parallelism, list.length));
        for (let group = 0; group < parallelism; group += 1) {
          const own = reports.filter((report) => report.group === group);
          own.forEach((report, index) => {
            expect(report.startedAtMs).toBeGreaterThanOrEqual(own[index - 1]?.atMs ?? 0);
          });
        }
        expect(holdsMoreThanItHas(happenings, given)).toBe(false);
        expectAccounts(run, happenings);
      }),
    );
  });

  it('loses nothing to interruptions: in the end every unit is reported once', () => {
    fc.assert(
      fc.property(
        durations,
        parallelisms,
        pools,
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 0, max: 120_000 }),
        (list, parallelism, pool, seed, noticeMs) => {
          const rough = { interruptionsPerNodeHour: 10, noticeMs, lossNoticedMs: 20_000, kinds: pool };
          const start = seed % 2 === 0 ? 'together' : 'after-listing';
          const given = scenario(list, { ...rough, podStartMs: 1000, setupMs: 5000, start });
          const { happenings, run } = simulate(given, parallelism, seed);
          const units = reportsOf(happenings).map(({ unit }) => unit);
          expect(run.outcome).toBe('completed');
          expect(units.sort((a, b) => a - b)).toEqual(list.map((_, index) => index));
          expect(holdsMoreThanItHas(happenings, given)).toBe(false);
          expectAccounts(run, happenings);
        },
      ),
    );
  });

  it('is the same again for the same seed', () => {
    fc.assert(
      fc.property(durations, parallelisms, pools, fc.integer(), (list, parallelism, pool, seed) => {
        const given = scenario(list, { kinds: pool, interruptionsPerNodeHour: 10 });
        expect(simulate(given, parallelism, seed)).toEqual(simulate(given, parallelism, seed));
      }),
      { numRuns: 30 },
    );
  });
});
