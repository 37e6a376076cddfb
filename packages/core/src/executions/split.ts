/**
 * How a suite is cut: claims that shrink as the pool drains (guided self-scheduling, Polychronopoulos
 * and Kuck 1987) while the server is there, a longest-processing-time plan (Graham 1969) to preview.
 */

/** A unit with what history says of it. */
export type TimedUnit = { key: string; estimatedMs: number | null };

/** Median of whole milliseconds; null for no values. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : Math.round(((sorted[middle - 1] ?? 0) + upper) / 2);
}

/**
 * Estimates for a plan's units: the median of each unit's own recent runs; units never seen get the
 * median of all that were; null where there is no history at all.
 */
export function estimateUnits(
  keys: readonly string[],
  history: ReadonlyMap<string, readonly number[]>,
): TimedUnit[] {
  const own = new Map(keys.map((key) => [key, median(history.get(key) ?? [])]));
  const known = [...own.values()].filter((estimate) => estimate !== null);
  const typical = median(known);
  return keys.map((key) => ({ key, estimatedMs: own.get(key) ?? typical }));
}

/** How many units the next claim takes: a share of what is left, one at the end. `groups` >= 1. */
export function claimSize(pendingUnits: number, groups: number, batchLimit = 64): number {
  const share = Math.ceil(pendingUnits / (Math.max(1, groups) * 3));
  return Math.max(1, Math.min(share, batchLimit));
}

/** Longest first, units without an estimate before all others (they might be long); ties by key. */
export const byLongestFirst = (a: TimedUnit, b: TimedUnit): number =>
  (b.estimatedMs ?? Number.POSITIVE_INFINITY) - (a.estimatedMs ?? Number.POSITIVE_INFINITY) ||
  (a.key < b.key ? -1 : 1);

/** One group alone shares with nobody: it takes this many at once. */
const ALONE_BATCH = 500;

/** What a claim may take at most: so many units, and about so much work of them; null: whatever it is. */
export type ClaimLimits = { count: number; budgetMs: number | null };

/** @param left what nobody has claimed yet; its time is null where history does not know all of it */
export function limitClaim(
  left: { units: number; estimatedMs: number | null },
  parallelism: number,
): ClaimLimits {
  if (parallelism === 1) return { count: ALONE_BATCH, budgetMs: null };
  const budgetMs = left.estimatedMs === null ? null : left.estimatedMs / (parallelism * 3);
  return { count: claimSize(left.units, parallelism), budgetMs };
}

/** How many units from the front a claim takes: until a limit is reached, one at least. The pool's SQL does the same. */
export function takeClaim(
  longestFirst: Iterable<Pick<TimedUnit, 'estimatedMs'>>,
  { count, budgetMs }: ClaimLimits,
): number {
  let taken = 0;
  let beforeMs = 0;
  for (const { estimatedMs } of longestFirst) {
    const reached = budgetMs !== null && beforeMs > 0 && beforeMs >= budgetMs;
    if (taken >= count || reached) break;
    taken += 1;
    beforeMs += estimatedMs ?? 0;
  }
  return taken;
}

/**
 * The static plan: each unit to the group with the least work. Without history every unit counts the
 * same, so 500 units in 50 groups make 10 each.
 * @returns one list of units a group; never more groups than units.
 */
export function planGroups(units: readonly TimedUnit[], parallelism: number): TimedUnit[][] {
  const count = Math.max(1, Math.min(parallelism, units.length));
  const groups = Array.from({ length: count }, () => ({ units: [] as TimedUnit[], totalMs: 0 }));
  const sorted = units.toSorted((a, b) => (isUnknown(a, b) ? compareKeys(a, b) : byLongestFirst(a, b)));
  for (const unit of sorted) {
    const lightest = groups.reduce((best, group) => (isLighter(group, best) ? group : best));
    lightest.units.push(unit);
    lightest.totalMs += unit.estimatedMs ?? 1;
  }
  return groups.map((group) => group.units);
}

const isUnknown = (a: TimedUnit, b: TimedUnit) => a.estimatedMs === null && b.estimatedMs === null;
const compareKeys = (a: TimedUnit, b: TimedUnit) => (a.key < b.key ? -1 : 1);
const isLighter = (
  group: { totalMs: number; units: TimedUnit[] },
  best: { totalMs: number; units: TimedUnit[] },
) =>
  group.totalMs < best.totalMs || (group.totalMs === best.totalMs && group.units.length < best.units.length);

/** Work still to do, shared by the groups; null without history. Milliseconds. */
export function remainingMs(pending: readonly TimedUnit[], groups: number): number | null {
  if (pending.some((unit) => unit.estimatedMs === null)) return null;
  const total = pending.reduce((sum, unit) => sum + (unit.estimatedMs ?? 0), 0);
  // Not Math.max(...): a hundred thousand arguments are more than a call may have.
  const longest = pending.reduce((most, unit) => Math.max(most, unit.estimatedMs ?? 0), 0);
  return Math.round(Math.max(longest, total / Math.max(1, groups)));
}
