/** What a retry or a rerun of failures runs again. */
import { isExcused, type UnitFact } from './judge-verdict.ts';

/**
 * Units that did not pass. Those that failed by tests in quarantine alone are left out, since they made nothing
 * red; unless nothing else failed: then they are what was asked for.
 */
export function chooseFailedUnits<Unit extends UnitFact>(units: readonly Unit[]): Unit[] {
  const failed = units.filter(
    ({ status, outcome }) => status !== 'reported' || (outcome !== 'passed' && outcome !== 'skipped'),
  );
  const counted = failed.filter((unit) => !isExcused(unit));
  return counted.length > 0 ? counted : failed;
}
