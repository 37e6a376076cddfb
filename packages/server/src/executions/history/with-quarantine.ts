/** Units and counts as a quarantine leaves them. */
import type { QuarantinedCounts } from '@gauntlet/contract';
import type { UnitFact } from '@gauntlet/core/executions';
import type { StoredUnit } from '../execute/ports.ts';
import type { QuarantinedResult } from '../ports.ts';

export function withQuarantine(
  units: readonly StoredUnit[],
  results: readonly QuarantinedResult[],
): (StoredUnit & UnitFact)[] {
  const failures = new Map<string, number>();
  for (const { unitId, outcome } of results)
    if (outcome === 'failed') failures.set(unitId, (failures.get(unitId) ?? 0) + 1);
  return units.map((unit) => ({ ...unit, quarantinedFailures: failures.get(unit.unitId) ?? 0 }));
}

export const countQuarantined = (results: readonly QuarantinedResult[]): QuarantinedCounts => ({
  total: results.length,
  failed: results.filter(({ outcome }) => outcome === 'failed').length,
});
