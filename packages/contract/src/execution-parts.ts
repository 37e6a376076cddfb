/** What the API shows of one execution: units, artifacts, results, metrics, logs and events. */

import { z } from 'zod';
import { LogStream } from './agent-protocol.ts';
import { CodeFrame } from './code-frame.ts';
import { RecordedExecutionEvent } from './events.ts';
import { ArtifactType, Counts, FailureReason, UnitOutcome, UnitStatus } from './execution.ts';
import { ArtifactId, ExecutionId, ResultId, TestCaseId, UnitId } from './ids.ts';
import { Instant, Paging, page } from './paging.ts';
import { CaseAssertion, CaseStatus } from './report-lines.ts';
import { MOST_WHOLE } from './whole-number.ts';

const AskedNumber = z.coerce.number().int().min(0).max(MOST_WHOLE);

export const UnitView = z
  .object({
    unitId: UnitId,
    key: z.string(),
    title: z.string(),
    file: z.string().nullable(),
    attempt: z.number().int(),
    status: UnitStatus,
    outcome: UnitOutcome.nullable(),
    reason: FailureReason.nullable(),
    message: z.string().nullable(),
    groupIndex: z.number().int().nullable(),
    estimatedMs: z.number().nullable(),
    durationMs: z.number().nullable(),
    counts: Counts.nullable(),
  })
  .meta({ id: 'Unit' });
export type UnitView = z.infer<typeof UnitView>;
export const UnitList = page(UnitView).meta({ id: 'UnitList' });
export const UnitQuery = z.object({
  attempt: AskedNumber.optional(),
  outcome: z.string().max(100).optional().describe('one or several, by commas'),
  ...Paging,
});

export const ArtifactView = z
  .object({
    artifactId: ArtifactId,
    executionId: ExecutionId,
    type: ArtifactType,
    name: z.string(),
    sizeBytes: z.number().int(),
    contentType: z.string(),
    checksum: z.string(),
    state: z.enum(['stored', 'missing', 'deleted']),
    groupIndex: z.number().int().nullable(),
    resultId: ResultId.nullable(),
    attempt: z.number().int(),
    createdAt: Instant,
    expiresAt: Instant.nullable(),
    link: z.string(),
  })
  .meta({ id: 'Artifact' });
export type ArtifactView = z.infer<typeof ArtifactView>;
export const ArtifactQuery = z.object({ type: ArtifactType.optional(), ...Paging });
export const ArtifactList = page(ArtifactView).meta({ id: 'ArtifactList' });
export type ArtifactList = z.infer<typeof ArtifactList>;

export const ResultSummary = z
  .object({
    resultId: ResultId,
    testCaseId: TestCaseId.describe('the test, over all executions'),
    unitId: UnitId.nullable(),
    name: z.string(),
    suite: z.array(z.string()),
    file: z.string().nullable(),
    line: z.number().int().nullable(),
    project: z.string().nullable(),
    status: CaseStatus,
    flaky: z.boolean(),
    quarantined: z.boolean().describe('its test was in quarantine when the verdict was given'),
    attempt: z.number().int(),
    durationMs: z.number(),
    message: z.string().nullable(),
    executedAt: Instant,
  })
  .meta({ id: 'ResultSummary' });
export type ResultSummary = z.infer<typeof ResultSummary>;
export const ResultQuery = z.object({
  status: z
    .string()
    .max(100)
    .optional()
    .describe('one or several, by commas; flaky: of the passed those that passed only on a retry'),
  search: z.string().max(255).optional().describe('part of the name, the suite or the file'),
  attempt: AskedNumber.optional().describe('the last one of each test when left out'),
  order: z
    .enum(['failures-first', 'by-file', 'recorded'])
    .default('failures-first')
    .describe('by-file: failures first, each file in one piece'),
  ...Paging,
});
export type ResultQuery = z.infer<typeof ResultQuery>;
export const ResultList = page(ResultSummary).meta({ id: 'ResultList' });
export type ResultList = z.infer<typeof ResultList>;
export const ResultView = ResultSummary.extend({
  stack: z.string().nullable(),
  codeFrame: CodeFrame.nullable().describe('the source where it failed; null where the agent found none'),
  output: z.string().nullable(),
  tags: z.array(z.string()),
  retries: z.number().int(),
  assertions: z.array(CaseAssertion),
  artifacts: z.array(ArtifactView),
}).meta({ id: 'Result' });
export type ResultView = z.infer<typeof ResultView>;

export const MetricView = z.object({
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  labels: z.record(z.string(), z.string()),
  measuredAt: Instant,
});
export type MetricView = z.infer<typeof MetricView>;
export const MetricList = z.object({ items: z.array(MetricView) }).meta({ id: 'MetricList' });

export const LogQuery = z.object({
  group: AskedNumber.optional(),
  stream: LogStream.optional(),
  cursor: z.string().max(16_384).optional(),
  waitSeconds: z.coerce.number().min(0).max(30).default(0).describe('answer later when there is nothing new'),
});
export const LogChunks = z
  .object({
    chunks: z.array(
      z.object({
        groupIndex: z.number().int(),
        attempt: z.number().int(),
        stream: LogStream,
        offset: z.number().int(),
        text: z.string().describe('invalid UTF-8 replaced'),
        at: Instant,
      }),
    ),
    cursor: z.string(),
    complete: z.boolean().describe('true: nothing more will come'),
  })
  .meta({ id: 'LogChunks' });
export type LogChunks = z.infer<typeof LogChunks>;

export const EventQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});
export const EventList = z
  .object({ items: z.array(RecordedExecutionEvent), lastNumber: z.number().int() })
  .meta({ id: 'EventList' });
export type EventList = z.infer<typeof EventList>;
