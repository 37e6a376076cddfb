/**
 * What went wrong beside the tests' own failures: a unit that crashed, ran too long or was never
 * reported. No result tells of these, so a report made of results alone would look green.
 */
import type { FailureReason } from '@gauntlet/contract';
import type { ReportUnit } from './report-source.ts';

export type UnitProblem = { unit: ReportUnit; reason: FailureReason; message: string };

/** Ids of units by what is known of their results. */
export type FailedUnits = {
  /** Of which a failed result is known; those speak for themselves. */
  failed: ReadonlySet<string>;
  /** In which a test failed in quarantine: that explains the unit, unless it has more to say. */
  quarantined: ReadonlySet<string>;
};

export function findUnitProblems(units: Iterable<ReportUnit>, known: FailedUnits): UnitProblem[] {
  const problems: UnitProblem[] = [];
  for (const unit of units) {
    if (unit.outcome === null) problems.push(neverReported(unit));
    else if (isBad(unit) && (unit.reason ?? 'tests-failed') !== 'tests-failed') problems.push(ended(unit));
    else if (isBad(unit) && !explains(known, unit)) problems.push(ended(unit));
  }
  return problems;
}

const explains = ({ failed, quarantined }: FailedUnits, { unitId, message }: ReportUnit) =>
  failed.has(unitId) || (quarantined.has(unitId) && message === null);

const isBad = (unit: ReportUnit) => unit.outcome === 'failed' || unit.outcome === 'error';

const neverReported = (unit: ReportUnit): UnitProblem => ({
  unit,
  reason: unit.reason ?? 'units-not-reported',
  message: unit.message ?? 'This unit was planned, but no result of it ever arrived.',
});

const ended = (unit: ReportUnit): UnitProblem => ({
  unit,
  reason: unit.reason ?? 'unit-without-results',
  message: unit.message ?? 'This unit ended badly, and no test of it says why.',
});
