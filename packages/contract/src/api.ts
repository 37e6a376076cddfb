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
import { AgentPhase, LogStream } from './agent-protocol.ts';
import { CodeFrame } from './code-frame.ts';
import { DefinitionOverrides, TestDefinition, TestType } from './definition.ts';
import { RecordedExecutionEvent } from './events.ts';
import {
  ArtifactType,
  Counts,
  ExecutionStatus,
  FailureReason,
  GroupStatus,
  QuarantinedCounts,
  UnitOutcome,
  UnitStatus,
  Verdict,
  WaitingFor,
} from './execution.ts';
import { Framework } from './framework.ts';
import {
  ArtifactId,
  DefinitionId,
  EnvironmentId,
  ExecutionId,
  GroupId,
  ResultId,
  TestCaseId,
  UnitId,
  UploadId,
} from './ids.ts';
import { InstantOrAge } from './moments.ts';
import { Instant, Paging, page } from './paging.ts';
import { OfProject } from './projects.ts';
import { CaseAssertion, CaseStatus } from './report-lines.ts';
import { MOST_WHOLE } from './whole-number.ts';

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

const AskedNumber = z.coerce.number().int().min(0).max(MOST_WHOLE);

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

export const DefinitionView = z
  .object({
    definitionId: DefinitionId,
    projectId: OfProject,
    name: z.string(),
    version: z.number().int(),
    body: TestDefinition,
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Definition' });
export type DefinitionView = z.infer<typeof DefinitionView>;
/** How the newest execution of a definition stands. */
export const LastRun = z.object({
  executionId: ExecutionId,
  status: ExecutionStatus,
  verdict: Verdict.nullable(),
  submittedAt: Instant,
});
export const ListedDefinition = DefinitionView.omit({ body: true }).extend({
  lastRun: LastRun.nullable().describe('null: it was never run'),
});
export type ListedDefinition = z.infer<typeof ListedDefinition>;
export const DefinitionList = page(ListedDefinition).meta({ id: 'DefinitionList' });
export const DefinitionQuery = z.object({
  search: z.string().min(1).max(255).optional().describe('part of the name, in any case of letters'),
  ...Paging,
});
export const DefinitionSaveQuery = z.object({
  expected: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('the version that the change was made of; when there is a newer one, nothing is saved'),
});
export const DefinitionVersionList = z
  .object({
    items: z.array(
      z.object({
        version: z.number().int(),
        createdAt: Instant,
        createdBy: z.string(),
        body: TestDefinition,
      }),
    ),
  })
  .meta({ id: 'DefinitionVersionList' });
const PlannedMs = z.number().int().nullable().describe('milliseconds; null without history');
/** How the units of a definition's last run would be shared out, by what history says of each. */
export const DefinitionPlan = z
  .object({
    executionId: ExecutionId.describe('the run whose units are planned'),
    units: z.number().int(),
    totalMs: PlannedMs,
    wallMs: PlannedMs.describe('of the longest group, in milliseconds; setup is not in it'),
    groups: z.array(
      z.object({
        index: z.number().int(),
        units: z.number().int(),
        estimatedMs: PlannedMs,
        longest: z.object({ title: z.string(), estimatedMs: PlannedMs }),
      }),
    ),
    choices: z
      .array(z.object({ parallelism: z.number().int(), wallMs: PlannedMs }))
      .describe('what other numbers of groups would take'),
  })
  .meta({ id: 'DefinitionPlan' });
export type DefinitionPlan = z.infer<typeof DefinitionPlan>;
/** What history knows of a definition's units: for plans of one's own. */
export const DefinitionTimings = z
  .object({
    executionId: ExecutionId.describe('the run whose units these are'),
    units: z.array(
      z.object({
        key: z.string(),
        title: z.string(),
        recentMs: z.array(z.number().int()).describe('wall milliseconds of its last runs that passed'),
      }),
    ),
  })
  .meta({ id: 'DefinitionTimings' });
export type DefinitionTimings = z.infer<typeof DefinitionTimings>;
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
