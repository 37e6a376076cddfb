/**
 * The units nobody has claimed, longest first.
 *
 * Owns which units are left; not who has the others. Invariant: `leftMs` is the sum of the estimates left.
 */
import { byLongestFirst, limitClaim, type TimedUnit, takeClaim } from '../executions/index.ts';

/** `index` is its place in the scenario. */
export type PendingUnit = TimedUnit & { index: number; estimatedMs: number };

export type PendingUnits = {
  count: () => number;
  /** What the server would give a group of that many. */
  claim: (parallelism: number) => PendingUnit[];
  giveBack: (units: readonly PendingUnit[]) => void;
};

/** @param longestFirst sorted by `byLongestFirst` */
export function createPendingUnits(longestFirst: readonly PendingUnit[]): PendingUnits {
  let list = longestFirst;
  let first = 0;
  let leftMs = longestFirst.reduce((sum, unit) => sum + unit.estimatedMs, 0);
  const count = () => list.length - first;
  return {
    count,
    claim: (parallelism) => {
      const limits = limitClaim({ units: count(), estimatedMs: leftMs }, parallelism);
      const taken = list.slice(first, first + limits.count);
      const units = taken.slice(0, takeClaim(taken, limits));
      first += units.length;
      for (const unit of units) leftMs -= unit.estimatedMs;
      return units;
    },
    giveBack: (units) => {
      list = [...list.slice(first), ...units].sort(byLongestFirst);
      first = 0;
      for (const unit of units) leftMs += unit.estimatedMs;
    },
  };
}
