/** What a person is shown before a run: who would do how much, and what other numbers of groups would take. */
import { byLongestFirst, planGroups, type TimedUnit } from './split.ts';

type PlannedGroup = { units: number; estimatedMs: number | null; longest: TimedUnit };

/** Times are wall milliseconds of the units alone; null where history does not know them. */
export type PlanPreview = {
  totalMs: number | null;
  wallMs: number | null;
  groups: PlannedGroup[];
  choices: { parallelism: number; wallMs: number | null }[];
};

const CHOICES = [1, 2, 4, 8, 16, 32, 64];

/** @param units at least one */
export function previewPlan(units: readonly TimedUnit[], parallelism: number): PlanPreview {
  const groups = planGroups(units, parallelism).map(describeGroup);
  const choices = CHOICES.filter((count) => count <= Math.max(1, units.length)).map((count) => ({
    parallelism: count,
    wallMs: longestOf(planGroups(units, count).map(sumOf)),
  }));
  return {
    totalMs: sumOf(units),
    wallMs: longestOf(groups.map((group) => group.estimatedMs)),
    groups,
    choices,
  };
}

function describeGroup(units: readonly TimedUnit[]): PlannedGroup {
  const longest = units.reduce((most, unit) => (byLongestFirst(unit, most) < 0 ? unit : most));
  return { units: units.length, estimatedMs: sumOf(units), longest };
}

function sumOf(units: readonly TimedUnit[]): number | null {
  let total = 0;
  for (const { estimatedMs } of units) {
    if (estimatedMs === null) return null;
    total += estimatedMs;
  }
  return total;
}

const longestOf = (times: readonly (number | null)[]): number | null =>
  times.reduce((most, time) => (most === null || time === null ? null : Math.max(most, time)), 0);
