/**
 * Tests over all executions: their past, flakiness, owners and quarantines; the overview of a workspace; two
 * executions compared.
 *
 *   GET    /api/v1/test-cases                        TestCaseList      (TestCaseQuery)
 *   GET    /api/v1/test-cases/:id                    TestCaseView
 *   PATCH  /api/v1/test-cases/:id                    TestCaseView      (TestCaseChange)
 *   GET    /api/v1/test-cases/:id/runs               TestRunList       (TestRunQuery)
 *   PUT    /api/v1/test-cases/:id/quarantine         TestCaseView      (QuarantineRequest)
 *   DELETE /api/v1/test-cases/:id/quarantine         204
 *   GET    /api/v1/overview                          Overview          (OverviewQuery)
 *   GET    /api/v1/executions/:id/compare/:executionId   Comparison    (CompareQuery)
 */
import { z } from 'zod';
import { DefinitionId, ExecutionId, ResultId, TestCaseId, UserId } from './ids.ts';
import { Instant, Paging, page } from './paging.ts';
import { OfProject } from './projects.ts';
import { trimmed } from './trimmed.ts';

export const TestOutcome = z.enum(['passed', 'flaky', 'failed', 'error', 'skipped']);
export type TestOutcome = z.infer<typeof TestOutcome>;

/** Days a quarantine lasts when nobody says until when, and the most it may last. */
export const QUARANTINE_DAYS = 14;
export const MOST_QUARANTINE_DAYS = 90;

const Share = z.number().min(0).max(1);

export const FlakinessView = z
  .object({
    state: z
      .enum(['flaky', 'was-flaky'])
      .describe('flaky: one content showed both outcomes within the last 30 days'),
    rate: Share.describe('of the last 100 runs those that failed though their content also passed'),
    low: Share.describe('lower bound of the 95 % interval of the rate (Wilson)'),
    high: Share.describe('upper bound'),
    runs: z.number().int(),
    flakyRuns: z.number().int(),
    firstSeenAt: Instant,
    lastSeenAt: Instant,
  })
  .meta({ id: 'Flakiness' });
export type FlakinessView = z.infer<typeof FlakinessView>;

export const QuarantineView = z
  .object({
    state: z.enum(['active', 'expired']),
    reason: z.string(),
    by: z.string().nullable().describe('user name'),
    since: Instant,
    expiresAt: Instant,
  })
  .meta({ id: 'Quarantine' });
export type QuarantineView = z.infer<typeof QuarantineView>;

export const TestCaseView = z
  .object({
    testCaseId: TestCaseId,
    definitionId: DefinitionId,
    definitionName: z.string(),
    projectId: OfProject,
    name: z.string(),
    suite: z.array(z.string()),
    file: z.string().nullable(),
    project: z.string().nullable().describe("the framework's project"),
    owner: z.object({ userId: UserId, username: z.string() }).nullable(),
    firstSeenAt: Instant,
    lastSeenAt: Instant,
    lastExecutionId: ExecutionId,
    lastOutcome: TestOutcome,
    standing: z.enum(['passing', 'failing']).nullable().describe('by the last run that was not skipped'),
    standingSince: Instant.nullable(),
    lastFailedAt: Instant.nullable(),
    typicalMs: z.number().int().describe('moving average of its durations, within a tenth'),
    flaky: FlakinessView.nullable().describe('null: no content ever showed both outcomes'),
    quarantine: QuarantineView.nullable(),
  })
  .meta({ id: 'TestCase' });
export type TestCaseView = z.infer<typeof TestCaseView>;

export const TestCaseQuery = z.object({
  search: z.string().max(255).optional().describe('part of the name, the suite or the file'),
  state: z.enum(['flaky', 'quarantined', 'failing', 'passing']).optional(),
  definitionId: DefinitionId.optional(),
  owner: z.string().min(1).max(255).optional().describe("a user's id or name, or `none`"),
  order: z.enum(['name', 'flaky-rate', 'slowest', 'newest-failure']).default('name'),
  ...Paging,
});
export type TestCaseQuery = z.infer<typeof TestCaseQuery>;
export const TestCaseList = page(TestCaseView).meta({ id: 'TestCaseList' });
export type TestCaseList = z.infer<typeof TestCaseList>;

export const TestCaseChange = z.strictObject({
  owner: z
    .string()
    .min(1)
    .max(255)
    .nullable()
    .describe('id or name of a user who sees the test; null for nobody'),
});
export type TestCaseChange = z.infer<typeof TestCaseChange>;

export const QuarantineRequest = z.strictObject({
  reason: trimmed(1000),
  expiresAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('14 days from now when left out; at most 90 days from now'),
});
export type QuarantineRequest = z.infer<typeof QuarantineRequest>;

export const TestRunView = z
  .object({
    executionId: ExecutionId,
    resultId: ResultId,
    at: Instant,
    outcome: TestOutcome,
    durationMs: z.number().int(),
    contentKey: z.string().nullable(),
    bothOutcomes: z
      .boolean()
      .describe('the same content had shown the other outcome before, or within this run'),
    quarantined: z.boolean(),
    message: z.string().nullable().describe('the head of it'),
  })
  .meta({ id: 'TestRun' });
export type TestRunView = z.infer<typeof TestRunView>;
export const TestRunQuery = z.object({ ...Paging });
export const TestRunList = page(TestRunView).meta({ id: 'TestRunList' });
export type TestRunList = z.infer<typeof TestRunList>;

export const OverviewQuery = z.object({
  days: z.coerce.number().int().min(1).max(90).default(14),
  timeZone: z
    .string()
    .max(64)
    .default('UTC')
    .describe('whose days: a name of the IANA time zone database, such as Europe/Berlin'),
});
export type OverviewQuery = z.infer<typeof OverviewQuery>;

export const OverviewDay = z
  .object({
    day: z.iso.date(),
    executions: z.number().int(),
    passed: z.number().int(),
    flaky: z.number().int(),
    failed: z.number().int(),
    infrastructure: z.number().int(),
    others: z.number().int().describe('timed out, cancelled, expired, rejected'),
    passRate: Share.nullable().describe('passed or flaky, of these and the failed; null without any'),
    tests: z.number().int(),
    testsFailed: z.number().int(),
    meanDurationMs: z.number().int().nullable().describe('of those that ran'),
    longestMs: z.number().int().nullable(),
    meanWaitMs: z.number().int().nullable().describe('from the submission to the start'),
  })
  .meta({ id: 'OverviewDay' });
export type OverviewDay = z.infer<typeof OverviewDay>;

export const Overview = z
  .object({
    running: z.number().int(),
    queued: z.number().int(),
    oldestQueuedAt: Instant.nullable(),
    days: z.array(OverviewDay).describe('every day, the oldest first, today the last'),
    flakiest: z.array(TestCaseView),
    slowest: z.array(TestCaseView),
    broke: z.array(TestCaseView).describe('failing now, and passing before the last 24 hours changed that'),
    fixed: z.array(TestCaseView).describe('the other way round'),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof Overview>;

export const ChangeKind = z.enum([
  'newly-failing',
  'fixed',
  'still-failing',
  'added',
  'removed',
  'slower',
  'faster',
]);
export type ChangeKind = z.infer<typeof ChangeKind>;

export const CompareQuery = z.object({
  kind: ChangeKind.default('newly-failing').describe('which changes are listed; all are counted'),
  percent: z.coerce.number().min(1).max(10_000).default(50).describe('slower or faster by more than this'),
  leastMs: z.coerce.number().int().min(0).max(3_600_000).default(100).describe('and by at least this'),
  ...Paging,
});
export type CompareQuery = z.infer<typeof CompareQuery>;

const Side = z.object({ outcome: TestOutcome, durationMs: z.number().int(), resultId: ResultId }).nullable();
export const TestChange = z
  .object({
    testCaseId: TestCaseId,
    name: z.string(),
    suite: z.array(z.string()),
    file: z.string().nullable(),
    project: z.string().nullable(),
    before: Side.describe('in the first execution; null: it did not run there'),
    after: Side.describe('in the second'),
    message: z.string().nullable().describe('the head of the failure in the second'),
  })
  .meta({ id: 'TestChange' });
export type TestChange = z.infer<typeof TestChange>;

export const Comparison = page(TestChange)
  .extend({
    before: ExecutionId,
    after: ExecutionId,
    content: z.enum(['same', 'different', 'unknown']),
    counts: z.object({
      newlyFailing: z.number().int(),
      fixed: z.number().int(),
      stillFailing: z.number().int(),
      added: z.number().int(),
      removed: z.number().int(),
      slower: z.number().int(),
      faster: z.number().int(),
      unchanged: z.number().int(),
    }),
  })
  .meta({ id: 'Comparison' });
export type Comparison = z.infer<typeof Comparison>;
