/**
 * What an execution came to. Passed means: every unit of the plan was reported, the counts agree and
 * at least one test ran and none failed. Whatever is not that is not green.
 *
 * Tests in quarantine may fail, and nothing else may go wrong by them: what they excuse is a unit in which
 * nobody else failed, whose tests were all reported, and in whose run nothing happened besides.
 */
import type { Counts, FailureReason, UnitOutcome, Verdict } from '@gauntlet/contract';

export type UnitFact = {
  title: string;
  status: 'pending' | 'claimed' | 'reported';
  outcome: UnitOutcome | null;
  reason: FailureReason | null;
  message: string | null;
  /** Tests the server stored for it; null as long as it is not reported. */
  storedTests: number | null;
  /** Tests the framework listed beforehand, where it can. */
  expectedTests: number | null;
  /** Of the stored those that failed; null as long as it is not reported. */
  failedTests: number | null;
  /** Of those that failed the ones in quarantine. */
  quarantinedFailures: number;
  /** What went wrong in its run besides tests that failed. */
  unexplained: string | null;
};

/** A group's own account, checked against what was stored. */
export type GroupFact = {
  index: number;
  status: 'starting' | 'running' | 'finished' | 'lost' | 'ended';
  lostReason: string | null;
  manifest: { units: number; counts: Counts } | null;
  stored: { units: number; counts: Counts };
};

export type AttemptFacts = {
  /** Why the attempt is being ended before its time, if it is. */
  ending: 'cancelled' | 'timeout' | null;
  preparation: { reason: FailureReason; message: string } | null;
  /** Why nobody went on with what is not reported, where that is known; no matter where nothing is left. */
  stopped: { reason: FailureReason; message: string } | null;
  units: readonly UnitFact[];
  groups: readonly GroupFact[];
  counts: Counts;
  /** Tests, and units without a failed test, that went wrong in an earlier attempt and passed in this one. */
  recovered: number;
};

export type Judgement = { verdict: Verdict; reason: FailureReason | null; message: string | null };

/** Reasons that are nobody's test failing: the machine, the network, the installation. */
export const INFRASTRUCTURE_REASONS: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'units-not-reported',
  'group-lost',
  'executor-failed',
  'disk-full',
  'counts-differ',
  'content-unavailable',
  'internal-error',
]);

/** Reasons for which the definition cannot be run as it stands: what a check at the submission could not see. */
const REJECTED: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'ref-not-found',
  'framework-not-found',
  'does-not-fit',
]);

export function judgeVerdict(facts: AttemptFacts): Judgement {
  if (facts.ending === 'cancelled') return judged('cancelled', 'cancelled-by-user', 'Cancelled.');
  if (facts.ending === 'timeout')
    return judged(
      'timeout',
      'run-timeout',
      `The run limit passed with ${unreported(facts)} of ${facts.units.length} units not reported.`,
    );
  return (
    judgePreparation(facts) ??
    judgeUnits(facts) ??
    judgeEmptyUnits(facts) ??
    judgeManifests(facts) ??
    judgeCounts(facts)
  );
}

/** Of a later attempt there are units that the one before has run. */
function judgePreparation({ preparation, units }: AttemptFacts): Judgement | null {
  if (preparation === null) return null;
  const verdict = units.length > 0 ? verdictWhileRunning(preparation.reason) : verdictOf(preparation.reason);
  return judged(verdict, preparation.reason, preparation.message);
}

/**
 * Whether a unit went wrong by tests in quarantine alone. A message is of a problem that belongs to no test;
 * another reason says that the runner, not a test, went wrong.
 */
export function isExcused(unit: UnitFact): boolean {
  const bad = unit.outcome === 'failed' || unit.outcome === 'error';
  const byTests = (unit.reason === null || unit.reason === 'tests-failed') && unit.message === null;
  const failed = unit.failedTests ?? 0;
  return unit.status === 'reported' && bad && byTests && failed > 0 && failed === unit.quarantinedFailures;
}

const sumQuarantined = (units: readonly UnitFact[]) =>
  units.reduce((sum, unit) => sum + unit.quarantinedFailures, 0);
const quarantinedFailures = ({ units }: AttemptFacts) => sumQuarantined(units);
const excusedFailures = ({ units }: AttemptFacts) => sumQuarantined(units.filter(isExcused));

function judgeUnits(facts: AttemptFacts): Judgement | null {
  const missing = unreported(facts);
  if (missing > 0) return judgeMissing(facts, missing);
  const broken = facts.units.find(
    (unit) => unit.reason !== null && verdictOf(unit.reason) === 'infrastructure',
  );
  const failed = facts.units.filter(
    (unit) =>
      (unit.outcome === 'failed' || unit.outcome === 'error' || unit.outcome === null) && !isExcused(unit),
  );
  if (failed.length === 0) return judgeHidden(facts);
  if (facts.counts.failed > quarantinedFailures(facts))
    return judged('failed', 'tests-failed', testsFailed(facts, failed));
  if (broken?.reason)
    return judged('infrastructure', broken.reason, `${broken.title}: ${broken.message ?? broken.reason}`);
  const first = failed[0];
  return judged(
    'failed',
    first?.reason ?? 'tests-failed',
    `${first?.title}: ${first?.message ?? first?.reason ?? 'failed'}`,
  );
}

/** Tests that are not counted explain no more of their run than that they failed. */
function judgeHidden({ units }: AttemptFacts): Judgement | null {
  const hidden = units.some(isExcused) && units.find((unit) => unit.unexplained !== null);
  return hidden ? judged('failed', 'exit-code-disagrees', `${hidden.title}: ${hidden.unexplained}`) : null;
}

/** Whatever the agent says of a unit: what was not stored was not seen to pass. */
function judgeEmptyUnits({ units }: AttemptFacts): Judgement | null {
  const empty = units.find((unit) => unit.storedTests === 0);
  if (empty) return judged('failed', 'unit-without-results', `${empty.title} ended without a single result.`);
  const short = units.find(
    ({ expectedTests, storedTests }) => expectedTests !== null && (storedTests ?? 0) < expectedTests,
  );
  if (!short) return null;
  const message = `${short.title} listed ${short.expectedTests} tests beforehand and reported ${short.storedTests}.`;
  return judged('failed', 'counts-differ', message);
}

function judgeMissing(facts: AttemptFacts, missing: number): Judgement {
  const { stopped } = facts;
  if (stopped) {
    const left = `${missing} of ${facts.units.length} units were never reported. `;
    return judged(verdictWhileRunning(stopped.reason), stopped.reason, left + stopped.message);
  }
  const lost = facts.groups.find((group) => group.status === 'lost');
  const why = lost ? ` Group ${lost.index} was lost: ${lost.lostReason ?? 'no sign of life'}.` : '';
  const message = `${missing} of ${facts.units.length} units were never reported.${why}`;
  return judged('infrastructure', lost ? 'group-lost' : 'units-not-reported', message);
}

function judgeManifests({ groups }: AttemptFacts): Judgement | null {
  const wrong = groups.find((group) => group.manifest !== null && !agrees(group));
  if (!wrong?.manifest) return null;
  const { manifest, stored } = wrong;
  const message = `Group ${wrong.index} says ${manifest.units} units and ${manifest.counts.total} tests, the server holds ${stored.units} and ${stored.counts.total}.`;
  return judged('infrastructure', 'counts-differ', message);
}

const agrees = ({ manifest, stored }: GroupFact) =>
  manifest !== null &&
  manifest.units === stored.units &&
  manifest.counts.total === stored.counts.total &&
  manifest.counts.failed === stored.counts.failed;

function judgeCounts(facts: AttemptFacts): Judgement {
  const { counts, units, recovered } = facts;
  const excused = excusedFailures(facts);
  if (counts.failed > excused)
    return judged('failed', 'tests-failed', `${counts.failed - excused} of ${counts.total} tests failed.`);
  if (counts.failed < excused)
    return judged(
      'infrastructure',
      'counts-differ',
      `The units tell of ${excused} failures in quarantine, the results hold ${counts.failed}.`,
    );
  if (units.length === 0 || counts.total === 0)
    return judged(
      'failed',
      'no-tests',
      'Not a single test ran. An empty run is never green: check the paths and the patterns.',
    );
  if (counts.passed === 0) return judged('failed', 'no-tests', nothingPassed(counts));
  const flaky = counts.flaky + recovered;
  return flaky > 0
    ? judged('flaky', null, `${flaky} ${flaky === 1 ? 'test' : 'tests'} passed only on a retry.`)
    : judged('passed', null, null);
}

const unreported = ({ units }: AttemptFacts) => units.filter((unit) => unit.status !== 'reported').length;
function verdictOf(reason: FailureReason): Verdict {
  if (REJECTED.has(reason)) return 'rejected';
  return INFRASTRUCTURE_REASONS.has(reason) ? 'infrastructure' : 'failed';
}

/** What has begun to run could be run: where it could no more, its surroundings are what has changed. */
function verdictWhileRunning(reason: FailureReason): Verdict {
  const verdict = verdictOf(reason);
  return verdict === 'rejected' ? 'infrastructure' : verdict;
}

const judged = (verdict: Verdict, reason: FailureReason | null, message: string | null): Judgement => ({
  verdict,
  reason,
  message,
});
function nothingPassed({ total, failed }: Counts): string {
  const [how, rest] =
    failed === 0
      ? [`All ${total} tests were skipped`, '']
      : [`${failed} of ${total} tests failed in quarantine`, ' A quarantine does not stand for a pass.'];
  return `${how}: nothing was seen to pass.${rest}`;
}

function testsFailed(facts: AttemptFacts, failed: readonly UnitFact[]): string {
  const { counts } = facts;
  const excused = quarantinedFailures(facts);
  const beside = excused > 0 ? ` ${excused} more failed in quarantine and are not counted.` : '';
  return `${counts.failed - excused} of ${counts.total} tests failed, in ${failed.length} ${failed.length === 1 ? 'unit' : 'units'}.${beside}`;
}
