/**
 * The public API, /api/v1. Every time is ISO 8601 in UTC, every list is paged by an opaque cursor. What is a
 * team's is asked for in one workspace: the whole home team, or a project by `?project=`.
 *
 *   POST   /api/v1/tests                           202 SubmitAnswer          (Idempotency-Key honoured)
 *   POST   /api/v1/uploads                         201 UploadAnswer          (body: tar or tar.gz, application/octet-stream)
 *   GET    /api/v1/executions                      ExecutionList             (ExecutionQuery)
 *   GET    /api/v1/executions/:id                  ExecutionView
 *   POST   /api/v1/executions/:id/cancel           202 ExecutionView
 *   POST   /api/v1/executions/:id/rerun            202 SubmitAnswer          (RerunRequest)
 *   GET    /api/v1/executions/:id/units            UnitList
 *   GET    /api/v1/executions/:id/results          ResultList                (ResultQuery)
 *   GET    /api/v1/executions/:id/results/:resultId ResultView with assertions and artifacts
 *   GET    /api/v1/executions/:id/metrics          MetricList
 *   GET    /api/v1/executions/:id/log-chunks       LogChunks                 (LogQuery: long poll by waitSeconds)
 *   GET    /api/v1/executions/:id/logs             text/plain                (?group=&stream=)
 *   GET    /api/v1/executions/:id/artifacts        ArtifactList
 *   GET    /api/v1/artifacts/:id                   the bytes
 *   GET    /api/v1/executions/:id/report           302 to the HTML report's artifact
 *   GET    /api/v1/executions/:id/events           EventList, or text/event-stream, resumable by Last-Event-ID
 *   GET    /api/v1/events                          text/event-stream of all executions of the team
 *   GET    /api/v1/queue                           QueueView
 *   GET|POST /api/v1/views and below               (see views.ts)
 *   GET    /api/v1/test-cases and below, /overview, /executions/:id/compare/:executionId (see history.ts)
 *   GET    /api/v1/definitions, /:id, /:id/versions, /:id/plan
 *   POST   /api/v1/definitions                     201 DefinitionView        (TestDefinition, JSON or YAML)
 *   PUT    /api/v1/definitions/:id                 DefinitionView            (TestDefinition; ?expected=version)
 *   DELETE /api/v1/definitions/:id, POST /api/v1/definitions/:id/restore
 *   GET    /api/v1/frameworks                      FrameworkList
 *   GET    /api/v1/system                          SystemView
 *   GET|POST /api/v1/tokens, DELETE /api/v1/tokens/:id; GET /api/v1/users/:id/tokens
 *   POST   /api/v1/auth/device, /auth/device/token, /auth/device/approve, /auth/device/refuse (see device.ts)
 *   GET    /api/v1/secrets, PUT|DELETE /api/v1/secrets/:name
 *   GET    /api/v1/quotas                          QuotaList                 (QuotaQuery)
 *   PUT|DELETE /api/v1/teams/:id/quotas/:resource, /api/v1/users/:id/quotas/:resource   QuotaChange
 *   GET    /api/v1/audit                           AuditList, or text/csv   (AuditQuery, see audit.ts)
 *   GET|POST /api/v1/projects and below            (see projects.ts)
 *   GET    /api/v1/me                              Me
 *   PUT    /api/v1/me/password                     204                   (PasswordRequest)
 *   GET    /api/v1/me/sessions                     SessionList
 *   DELETE /api/v1/me/sessions/:id                 204
 *   POST   /api/v1/auth/login                      SignedIn              (LoginRequest)
 *   POST   /api/v1/auth/refresh                    SignedIn              (by the refresh cookie)
 *   POST   /api/v1/auth/logout                     204
 *   POST   /api/v1/signing-keys                    201 SigningKeyMade
 *   GET    /.well-known/jwks.json                  JsonWebKeys
 *   GET    /health/live, /health/ready, /metrics, /api/v1/openapi.json, /docs
 */

import { z } from 'zod';
import { AgentPhase } from './agent-protocol.ts';
import { DefinitionOverrides, TestDefinition, TestType } from './definition.ts';
import {
  Counts,
  ExecutionStatus,
  FailureReason,
  GroupStatus,
  QuarantinedCounts,
  Verdict,
  WaitingFor,
} from './execution.ts';
import { Framework } from './framework.ts';
import { DefinitionId, EnvironmentId, ExecutionId, GroupId, UploadId } from './ids.ts';
import { InstantOrAge } from './moments.ts';
import { Instant, Paging, page } from './paging.ts';
import { OfProject } from './projects.ts';

export const SubmitStored = z.strictObject({
  definitionId: DefinitionId,
  overrides: DefinitionOverrides.optional(),
});
export type SubmitStored = z.infer<typeof SubmitStored>;
export const SubmitRequest = z.union([SubmitStored, TestDefinition]);
export type SubmitRequest = z.infer<typeof SubmitRequest>;

export const Links = z
  .object({
    self: z.string(),
    events: z.string(),
    results: z.string(),
    artifacts: z.string(),
    page: z.string(),
  })
  .meta({ id: 'Links' });
export const SubmitAnswer = z
  .object({ executionId: ExecutionId, queuePosition: z.number().int().positive(), links: Links })
  .meta({ id: 'SubmitAnswer' });
export type SubmitAnswer = z.infer<typeof SubmitAnswer>;

export const UploadAnswer = z
  .object({ uploadId: UploadId, sizeBytes: z.number().int(), sha256: z.string() })
  .meta({ id: 'UploadAnswer' });
export type UploadAnswer = z.infer<typeof UploadAnswer>;

export const GroupView = z
  .object({
    groupId: GroupId,
    index: z.number().int(),
    attempt: z.number().int(),
    status: GroupStatus,
    lead: z.boolean(),
    podName: z.string().nullable(),
    nodeName: z.string().nullable(),
    phase: AgentPhase.nullable(),
    unitsReported: z.number().int(),
    counts: Counts.nullable(),
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
    lastHeartbeatAt: Instant.nullable(),
    lostReason: z.string().nullable(),
    lostBy: z
      .enum(['infrastructure', 'interruption'])
      .nullable()
      .describe(
        "of a lost pod: its cluster's fault, or its place was taken away (spot, preemption, a lost node)",
      ),
    waiting: z
      .object({ for: WaitingFor, message: z.string(), since: Instant })
      .nullable()
      .describe('what its pod waits for before it can start'),
  })
  .meta({ id: 'Group' });
export type GroupView = z.infer<typeof GroupView>;

export const ExecutionSummary = z
  .object({
    executionId: ExecutionId,
    definitionId: DefinitionId,
    definitionVersion: z.number().int(),
    projectId: OfProject,
    name: z.string(),
    type: TestType,
    framework: z.string().nullable(),
    status: ExecutionStatus,
    verdict: Verdict.nullable(),
    failureReason: FailureReason.nullable(),
    failureMessage: z.string().nullable(),
    attempt: z.number().int().describe('0 for the first'),
    priority: z.number().int(),
    parallelism: z.number().int(),
    tags: z.record(z.string(), z.string()),
    submittedBy: z.string().describe('user name'),
    submittedAt: Instant,
    startedAt: Instant.nullable(),
    completedAt: Instant.nullable(),
    durationMs: z.number().nullable().describe('from the start to the verdict, or to now'),
    counts: Counts.describe('so far, while it runs'),
    quarantined: QuarantinedCounts.nullable().describe('of these tests; null before the verdict'),
    units: z.object({ total: z.number().int(), reported: z.number().int() }),
    queuePosition: z.number().int().nullable(),
  })
  .meta({ id: 'ExecutionSummary' });
export type ExecutionSummary = z.infer<typeof ExecutionSummary>;

export const ExecutionView = ExecutionSummary.extend({
  exitCode: z.number().int().nullable(),
  retryAt: Instant.nullable(),
  commit: z.string().nullable(),
  contentKey: z
    .string()
    .nullable()
    .describe('what was run: `git:<commit>`, `archive:<sha256>`, `inline:<sha256>`; null before it is known'),
  setup: z.string().nullable(),
  countVerified: z
    .boolean()
    .nullable()
    .describe(
      'whether the number of tests in every unit was known beforehand; the units themselves always are',
    ),
  remainingMs: z.number().nullable().describe('by history; null without history'),
  environment: z
    .object({ environmentId: EnvironmentId, name: z.string() })
    .describe('where it runs, by the name of now'),
  waitingFor: z
    .string()
    .nullable()
    .describe('what it waits for, in the queue of a cluster or with its first pod; null: for nothing known'),
  placement: z.unknown().describe('why there: the scored nodes'),
  rerunOf: ExecutionId.nullable(),
  groups: z.array(GroupView),
  reports: z.object({ html: z.string().nullable(), junit: z.string().nullable() }),
  lastEvent: z.number().int().describe('number of the newest event: where to start listening'),
  links: Links,
}).meta({ id: 'Execution' });
export type ExecutionView = z.infer<typeof ExecutionView>;

/** Several of the known words, by commas. */
const wordsOf = (known: readonly string[], most: number) => {
  const strangerIn = (text: string) =>
    text
      .split(',')
      .map((word) => word.trim())
      .find((word) => word !== '' && !known.includes(word));
  return z
    .string()
    .max(most)
    .refine((text) => strangerIn(text) === undefined, {
      error: ({ input }) => `"${strangerIn(String(input))}" is none of ${known.join(', ')}`,
    })
    .describe('one or several, by commas');
};

/** What executions are looked for by: in the query of their list, and in saved views. */
export const ExecutionFilters = z.object({
  status: wordsOf(ExecutionStatus.options, 300).optional(),
  verdict: wordsOf(Verdict.options, 200).optional(),
  definitionId: DefinitionId.optional(),
  name: z.string().max(255).optional().describe('part of the name'),
  tag: z.string().max(400).optional().describe('key or key=value'),
  since: InstantOrAge.optional(),
  until: InstantOrAge.optional(),
});
export type ExecutionFilters = z.infer<typeof ExecutionFilters>;

export const ExecutionQuery = ExecutionFilters.extend(Paging);
export type ExecutionQuery = z.infer<typeof ExecutionQuery>;
export const ExecutionList = page(ExecutionSummary).meta({ id: 'ExecutionList' });
export type ExecutionList = z.infer<typeof ExecutionList>;

export const RerunRequest = z.strictObject({ only: z.enum(['all', 'failed']).default('all') }).prefault({});
export type RerunRequest = z.infer<typeof RerunRequest>;

export const QueueView = z
  .object({
    items: z.array(
      z.object({
        position: z.number().int(),
        executionId: ExecutionId,
        name: z.string(),
        priority: z.number().int(),
        queuedAt: Instant,
        waitingFor: z.string(),
      }),
    ),
    running: z.number().int(),
  })
  .meta({ id: 'Queue' });
export type QueueView = z.infer<typeof QueueView>;

export const PageQuery = z.object({ ...Paging });

const Share = z.object({ total: z.number().int(), requested: z.number().int() });
const CountsByStatus = z.record(z.string(), z.number().int());
/** The installation, whatever team asks. */
export const SystemView = z
  .object({
    version: z.string().describe('of Gauntlet'),
    server: z
      .object({ startedAt: Instant, node: z.string(), memoryBytes: z.number().int() })
      .describe('the one that answers'),
    queue: z.object({ waiting: z.number().int(), oldestSeconds: z.number() }),
    executions: CountsByStatus.describe('that are not over, by their status'),
    groups: CountsByStatus.describe('that start or run'),
    nodes: z
      .array(
        z.object({
          name: z.string(),
          host: z.string(),
          state: z.enum(['heard', 'silent']).describe('silent: not heard of for a minute'),
          lastSeenAt: Instant,
          executions: z.number().int(),
          cpuMillis: Share,
          memoryBytes: Share,
        }),
      )
      .describe('that were heard of within a week'),
    database: z.object({
      version: z.string(),
      sizeBytes: z.number().int(),
      connections: z.number().int(),
      maxConnections: z.number().int(),
      schema: z.string().describe('the last migration'),
    }),
  })
  .meta({ id: 'System' });
export type SystemView = z.infer<typeof SystemView>;

export const FrameworkList = z.object({ items: z.array(Framework) }).meta({ id: 'FrameworkList' });
