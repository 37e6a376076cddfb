/** The same suite at several parallelisms, many times each: what each takes, costs and risks. */
import { byLongestFirst, median } from '../executions/index.ts';
import type { PendingUnit } from './pending-units.ts';
import { createRandom } from './random.ts';
import type { Fate, Happening } from './run-state.ts';
import type { Scenario, SimulatedUnit } from './scenario.ts';
import { type SimulatedRun, simulateRun } from './simulate-run.ts';

/** Medians over the simulations that completed, p90 by nearest rank; null: none did. */
export type SweepRow = {
  parallelism: number;
  makespanMs: { median: number; p90: number } | null;
  /** Share of the simulations that ended so. */
  outcomes: Record<SimulatedRun['outcome'], number>;
  nodeHours: number;
  /** Of these, with a group on the node. */
  busyHours: number;
  mostNodes: number;
  groupsUsed: number;
  /** Means, since most runs of a rare thing have none. */
  groupsLost: number;
  unitsLost: number;
  cost: { median: number; p90: number };
  /** Against the row before; null for the first, and where one of the two never completed. */
  gain: { makespanMs: number; cost: number } | null;
};

export type SweepOrder = {
  scenario: Scenario;
  parallelisms: readonly number[];
  simulations: number;
  seed: number;
};

/** The rows are in the order of `parallelisms`. */
export function sweepParallelism({ scenario, parallelisms, simulations, seed }: SweepOrder): SweepRow[] {
  const units = orderUnits(scenario.units);
  const runs = parallelisms.map((): SimulatedRun[] => []);
  for (let number = 0; number < simulations; number += 1) {
    const durationsMs = drawDurations(scenario, seed, number);
    parallelisms.forEach((parallelism, index) => {
      const fate = { durationsMs, random: createRandom(seed, 2 * number + 1) };
      runs[index]?.push(simulateRun({ scenario, units, parallelism, fate }));
    });
  }
  const rows = parallelisms.map((parallelism, index) => summarize(parallelism, runs[index] ?? []));
  return rows.map((row, index) => ({ ...row, gain: gainOf(rows[index - 1], row) }));
}

/** The run that the first simulation of a sweep with this seed had, step by step in the order of time. */
export function traceRun(
  order: Omit<SweepOrder, 'parallelisms' | 'simulations'> & { parallelism: number },
): Happening[] {
  const { scenario, parallelism, seed } = order;
  const happenings: Happening[] = [];
  const fate = { durationsMs: drawDurations(scenario, seed, 0), random: createRandom(seed, 1) };
  const record = (happening: Happening) => void happenings.push(happening);
  simulateRun({ scenario, units: orderUnits(scenario.units), parallelism, fate, record });
  return happenings.sort((a, b) => a.atMs - b.atMs);
}

const orderUnits = (units: readonly SimulatedUnit[]): PendingUnit[] =>
  units
    .map(({ key, durationsMs }, index) => ({ key, index, estimatedMs: median(durationsMs) ?? 0 }))
    .sort(byLongestFirst);

/** A unit with several known times takes one of them; one with a single time is off by a factor, log-normal. */
function drawDurations({ units, variation }: Scenario, seed: number, number: number): Fate['durationsMs'] {
  const random = createRandom(seed, 2 * number);
  // So that the factor's standard deviation is `variation`, and its median 1.
  const sigma = Math.sqrt(Math.log((1 + Math.sqrt(1 + 4 * variation ** 2)) / 2));
  return units.map(({ durationsMs }) => {
    const [only = 0] = durationsMs;
    if (durationsMs.length > 1) return durationsMs[Math.floor(random.next() * durationsMs.length)] ?? only;
    return variation === 0 ? only : Math.round(only * Math.exp(sigma * random.normal()));
  });
}

type Summary = Omit<SweepRow, 'gain'>;

function summarize(parallelism: number, runs: readonly SimulatedRun[]): Summary {
  const share = (outcome: SimulatedRun['outcome']) =>
    runs.filter((run) => run.outcome === outcome).length / Math.max(1, runs.length);
  const done = runs.filter(({ outcome }) => outcome === 'completed').map(({ makespanMs }) => makespanMs);
  const of = (pick: (run: SimulatedRun) => number) => quantile(runs.map(pick), 0.5);
  const mean = (pick: (run: SimulatedRun) => number) =>
    runs.reduce((sum, run) => sum + pick(run), 0) / Math.max(1, runs.length);
  return {
    parallelism,
    makespanMs: done.length === 0 ? null : { median: quantile(done, 0.5), p90: quantile(done, 0.9) },
    outcomes: {
      completed: share('completed'),
      infrastructure: share('infrastructure'),
      timeout: share('timeout'),
    },
    nodeHours: of(({ nodeMs }) => nodeMs) / HOUR_MS,
    busyHours: of(({ busyMs }) => busyMs) / HOUR_MS,
    mostNodes: of(({ mostNodes }) => mostNodes),
    groupsUsed: of(({ groupsUsed }) => groupsUsed),
    groupsLost: mean(({ groupsLost }) => groupsLost),
    unitsLost: mean(({ unitsLost }) => unitsLost),
    cost: {
      median: of(({ cost }) => cost),
      p90: quantile(
        runs.map(({ cost }) => cost),
        0.9,
      ),
    },
  };
}

const HOUR_MS = 3_600_000;

/** Nearest rank; 0 of nothing. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function gainOf(before: Summary | undefined, row: Summary): SweepRow['gain'] {
  if (!before?.makespanMs || !row.makespanMs) return null;
  return {
    makespanMs: before.makespanMs.median - row.makespanMs.median,
    cost: row.cost.median - before.cost.median,
  };
}
