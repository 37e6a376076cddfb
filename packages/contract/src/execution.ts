import { z } from 'zod';
import { WholeNumber } from './whole-number.ts';

/** The states of a test execution (specification, diagram 3.1), in the database's spelling. */
export const EXECUTION_STATUSES = [
  'submitted',
  'validating',
  'rejected',
  'queued',
  'expired',
  'scheduled',
  'initializing',
  'running',
  'completing',
  'completed',
  'failed',
  'timeout',
  'cancelled',
  'retrying',
  'cleanup',
  'archived',
] as const;
export const ExecutionStatus = z.enum(EXECUTION_STATUSES);
export type ExecutionStatus = z.infer<typeof ExecutionStatus>;

/** What an execution came to; written once, before Cleanup. */
export const Verdict = z.enum([
  'passed',
  'flaky',
  'failed',
  'infrastructure',
  'timeout',
  'cancelled',
  'expired',
  'rejected',
]);
export type Verdict = z.infer<typeof Verdict>;

/** Why an execution is not green. `null` on a row means that nothing went wrong. */
export const FailureReason = z.enum([
  'tests-failed', // at least one test failed or erred
  'no-tests', // nothing was listed, or nothing ran
  'unit-without-results', // a listed unit ended without a single result
  'unit-missing', // a unit of the failures that are run again is listed no more
  'units-not-reported', // the groups are gone and listed units were never reported
  'counts-differ', // the agent's manifest and what the server stored disagree
  'exit-code-disagrees', // every test passed, yet the runner said no
  'runner-crashed', // the test process died or wrote no readable report
  'report-malformed', // a report that is not what its format promises, or is cut off
  'unit-timeout', // a unit took longer than its limit
  'content-unavailable', // git or archive could not be fetched
  'ref-not-found', // the repository is there, and has no such branch, tag or commit
  'content-invalid', // an archive that leaves its folder, is too large, ...
  'framework-not-found', // nothing in the content tells how to run it
  'setup-failed', // installing dependencies or the definition's own commands failed
  'listing-failed', // the framework could not say what it would run
  'secret-missing', // the definition names a secret that is not there
  'group-lost', // an agent stopped without a word, and no replacement could finish
  'executor-failed', // the process or Job could not be started
  'image-unavailable', // the pod's image is not there, not given out, or of no use
  'pod-refused', // the cluster does not take the pod as it is described, or cannot start it so
  'out-of-memory', // the tests took more memory than they asked for
  'disk-limit', // the tests wrote more than a pod may
  'does-not-fit', // no node of its environment could ever hold one of its pods
  'disk-full',
  'run-timeout', // the run limit
  'queue-timeout', // the queue limit
  'cancelled-by-user',
  'internal-error',
]);
export type FailureReason = z.infer<typeof FailureReason>;

export const GroupStatus = z.enum(['starting', 'running', 'finished', 'lost', 'ended']);
export type GroupStatus = z.infer<typeof GroupStatus>;

/** What a pod waits for before it can start. */
export const WaitingFor = z.enum(['release', 'creation', 'quota', 'nodes', 'image', 'start']);
export type WaitingFor = z.infer<typeof WaitingFor>;

export const UnitStatus = z.enum(['pending', 'claimed', 'reported']);
export type UnitStatus = z.infer<typeof UnitStatus>;

/** How a unit went, as judged from its results and its process. */
export const UnitOutcome = z.enum(['passed', 'failed', 'error', 'skipped']);
export type UnitOutcome = z.infer<typeof UnitOutcome>;

export const Counts = z
  .object({
    total: WholeNumber,
    passed: WholeNumber,
    failed: WholeNumber.describe('failures and errors'),
    skipped: WholeNumber,
    flaky: WholeNumber.describe('of the passed: those that passed only on a retry'),
  })
  .meta({ id: 'Counts' });
export type Counts = z.infer<typeof Counts>;

/** Beside Counts, in which the tests in quarantine are counted as what they came to. */
export const QuarantinedCounts = z
  .object({
    total: WholeNumber.describe('tests that were in quarantine when the verdict was given'),
    failed: WholeNumber.describe('of these: those that failed, and are not counted in the verdict'),
  })
  .meta({ id: 'QuarantinedCounts' });
export type QuarantinedCounts = z.infer<typeof QuarantinedCounts>;

export const ARTIFACT_TYPES = [
  'log',
  'setup-log',
  'screenshot',
  'video',
  'trace',
  'attachment',
  'file',
  'junit',
  'html-report',
  'raw-report',
] as const;
export const ArtifactType = z.enum(ARTIFACT_TYPES);
export type ArtifactType = z.infer<typeof ArtifactType>;
