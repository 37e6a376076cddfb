/**
 * Between the server and the agent that drives one group. HTTP and JSON, a bearer token that is
 * good for this group alone.
 *
 *   POST /agent/v1/hello        who am I, where do I resume
 *   POST /agent/v1/plan         prepared, and the units were not listed: is it this group that tells them, or does
 *                               it wait; asked again and again
 *   POST /agent/v1/claim        the next units: `claimNumber` starts at 1 and has no gaps (an answer without
 *                               units uses none up); the same again gives the same units
 *   POST /agent/v1/reports      what happened, in order: `sequence` starts at 1 and has no gaps; one that
 *                               was seen already is answered as before and changes nothing
 *   POST /agent/v1/logs         raw bytes at an offset (?stream=&offset=); a repeated offset changes nothing
 *   POST /agent/v1/heartbeat    still here; the answer may say: stop
 *   POST /agent/v1/artifacts/uploads           a file is to be stored: where do its bytes go
 *   POST /agent/v1/artifacts/uploads/parts     of one that goes into the bucket in parts: where do these go
 *   POST /agent/v1/artifacts/uploads/complete  what went into the bucket is there; answered once it is stored
 *   PUT  /agent/v1/artifacts    raw bytes (?name=&type=&checksum=&contentType=&resultKey=)
 *   GET  /agent/v1/content      the uploaded archive of this execution
 */
import { z } from 'zod';
import { CodeFrame } from './code-frame.ts';
import { TestDefinition } from './definition.ts';
import { ArtifactType, Counts, FailureReason, UnitOutcome } from './execution.ts';
import { Framework } from './framework.ts';
import { ArtifactId, ExecutionId, GroupId, UnitId } from './ids.ts';
import { CaseLine } from './report-lines.ts';
import { ExitCode, Milliseconds, Ordinal, WholeNumber } from './whole-number.ts';

export const HelloRequest = z.object({ agentVersion: z.string(), pid: WholeNumber, host: z.string() });
export type HelloRequest = z.infer<typeof HelloRequest>;

export const Assignment = z.object({
  executionId: ExecutionId,
  groupId: GroupId,
  groupIndex: z.number().int().nonnegative(),
  attempt: z.number().int().nonnegative(),
  lead: z.boolean().describe('of this group what it lists counts'),
  plan: z
    .enum(['there', 'awaited'])
    .default('there')
    .describe('awaited: groups were started together, and none has listed the units yet'),
  definition: TestDefinition,
  frameworks: z.array(Framework).describe('all rows; one alone when the definition names it'),
  secrets: z.record(z.string(), z.string()).describe('environment variable: value'),
  contentSecret: z.string().optional().describe('the value of content.credentials.secret'),
  contentCommit: z.string().optional().describe('the commit an earlier attempt resolved the ref to'),
  nextSequence: z
    .number()
    .int()
    .positive()
    .describe('resume point: the first report the server has not seen'),
  outboundAllow: z
    .array(z.string())
    .default([])
    .describe('hosts and networks that git may reach besides public addresses'),
  pushgatewayUrl: z.url().optional().describe('where the agent pushes metrics to'),
  heartbeatSeconds: z.number().positive(),
  graceSeconds: z.number().positive().describe('between TERM and KILL'),
  orphanSeconds: z.number().positive().describe('without a server for this long the agent ends its own tree'),
});
export type Assignment = z.infer<typeof Assignment>;

export const PlannedUnit = z.object({
  key: z.string().describe("stable name of the unit: the file's path, the test's id, the command's name"),
  title: z.string(),
  file: z.string().optional(),
  expectedTests: Ordinal.optional().describe('where the framework can say so beforehand'),
});
export type PlannedUnit = z.infer<typeof PlannedUnit>;

export const PlanAnswer = z.object({
  order: z.enum(['wait', 'tell', 'go-on', 'stop']).describe('tell: this group lists the units for all'),
  contentCommit: z.string().optional().describe('with go-on: the commit whose units were listed'),
});
export type PlanAnswer = z.infer<typeof PlanAnswer>;

export const ClaimRequest = z.object({ claimNumber: Ordinal });
export const ClaimedUnit = PlannedUnit.extend({ unitId: UnitId });
export type ClaimedUnit = z.infer<typeof ClaimedUnit>;
export const ClaimAnswer = z.object({
  order: z.enum(['run', 'finish', 'stop']),
  units: z.array(ClaimedUnit),
});
export type ClaimAnswer = z.infer<typeof ClaimAnswer>;

export const AgentPhase = z.enum(['fetching', 'setting-up', 'listing', 'copying', 'running', 'uploading']);
export type AgentPhase = z.infer<typeof AgentPhase>;

/** A result as it travels: a case of a unit, with a key by which artifacts refer to it. */
export const ReportedResult = CaseLine.omit({ type: true, attachments: true }).extend({
  key: z.string().describe('unique within the group'),
  durationMs: Milliseconds.default(0),
  line: Ordinal.optional(),
  retries: WholeNumber.default(0),
  codeFrame: CodeFrame.optional().describe('of one that failed, where the agent found its source'),
});
export type ReportedResult = z.infer<typeof ReportedResult>;

export const AgentEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('phase'), phase: AgentPhase, detail: z.string().optional() }),
  z.object({
    type: z.literal('plan'),
    framework: z.string(),
    commit: z.string().optional(),
    countVerified: z
      .boolean()
      .describe(
        'whether the number of tests in every unit was known beforehand; the units themselves always are',
      ),
    setup: z.string().describe('which set-up was chosen, in words'),
    units: z.array(PlannedUnit),
  }),
  z.object({
    type: z.literal('preparation-failed'),
    reason: FailureReason,
    message: z.string(),
    exitCode: ExitCode.optional(),
  }),
  z
    .object({ type: z.literal('unit-started'), unitId: UnitId })
    .describe(
      'once more for the same unit: it is run again from its beginning, its results so far do not count',
    ),
  z.object({ type: z.literal('results'), unitId: UnitId, results: z.array(ReportedResult) }),
  z.object({
    type: z.literal('unit-finished'),
    unitId: UnitId,
    outcome: UnitOutcome,
    reason: FailureReason.optional(),
    message: z.string().optional(),
    unexplained: z
      .string()
      .optional()
      .describe('what went wrong in its run besides tests that failed: not green where those do not count'),
    counts: Counts,
    durationMs: Milliseconds.describe('wall time of the unit as the agent saw it'),
    exitCode: ExitCode.nullable(),
  }),
  z
    .object({ type: z.literal('unit-returned'), unitId: UnitId })
    .describe('claimed but not run to its end; its results so far do not count'),
  z.object({
    type: z.literal('finish'),
    manifest: z.object({
      units: WholeNumber,
      counts: Counts,
      artifacts: WholeNumber,
      reason: z.enum(['done', 'stopped', 'failed']),
    }),
  }),
]);
export type AgentEvent = z.infer<typeof AgentEvent>;
export type AgentEventInput = z.input<typeof AgentEvent>;

export const ReportsRequest = z.object({
  sequence: Ordinal,
  events: z.array(AgentEvent).min(1).max(2000),
});
export type ReportsRequest = z.infer<typeof ReportsRequest>;
export const ReportsAnswer = z.object({
  accepted: z.boolean(),
  nextSequence: z.number().int(),
  order: z.enum(['go-on', 'stop']),
});
export type ReportsAnswer = z.infer<typeof ReportsAnswer>;

export const HeartbeatAnswer = z.object({ order: z.enum(['go-on', 'stop']) });
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>;

export const LogStream = z.enum(['setup', 'output']);
export type LogStream = z.infer<typeof LogStream>;

export const LogsQuery = z.object({
  stream: LogStream,
  offset: z.coerce.number().int().nonnegative().describe('bytes of this stream sent before'),
});
export const LogsAnswer = z.object({
  accepted: z.boolean(),
  nextOffset: z
    .number()
    .int()
    .nonnegative()
    .describe('how much the server has of the stream: go on from there, whether accepted or not'),
});
export type LogsAnswer = z.infer<typeof LogsAnswer>;

const UploadedFile = z.object({
  name: z.string().min(1).max(1024),
  type: ArtifactType,
  checksum: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  contentType: z.string().max(255).optional(),
  resultKey: z.string().max(255).optional(),
});
const OWN_NUMBER = 'of the group’s own count: each file has another, and keeps it';
export const ArtifactUploadQuery = UploadedFile.extend({
  number: z.coerce.number().pipe(Ordinal).optional().describe(OWN_NUMBER),
});
export type ArtifactUploadQuery = z.infer<typeof ArtifactUploadQuery>;
export const ArtifactUploadAnswer = z.object({ artifactId: ArtifactId });
export type ArtifactUploadAnswer = z.infer<typeof ArtifactUploadAnswer>;

/** A file on its way past the server. All of it is said again with every request: the server keeps nothing of it. */
export const ArtifactUploadRequest = UploadedFile.extend({
  number: Ordinal.describe(OWN_NUMBER),
  sizeBytes: z.number().int().nonnegative(),
});
export type ArtifactUploadRequest = z.infer<typeof ArtifactUploadRequest>;

export const SignedPut = z.object({
  url: z.string().describe('good for minutes; who has it may put these bytes there'),
  headers: z.record(z.string(), z.string()).describe('as they were signed'),
});
export type SignedPut = z.infer<typeof SignedPut>;

export const ArtifactUploadOrder = z.discriminatedUnion('to', [
  z.object({ to: z.literal('server') }).describe('PUT /agent/v1/artifacts'),
  z.object({ to: z.literal('nowhere'), artifactId: ArtifactId }).describe('it is stored'),
  z.object({ to: z.literal('bucket'), put: SignedPut }).describe('then say complete'),
  z
    .object({
      to: z.literal('bucket-in-parts'),
      multipart: z.string(),
      partBytes: z.number().int().positive().describe('of each but the last'),
      present: z.array(Ordinal).describe('parts that have arrived already'),
    })
    .describe('ask for its parts, then say complete'),
]);
export type ArtifactUploadOrder = z.infer<typeof ArtifactUploadOrder>;

const UploadIdOfStore = z.string().min(1).max(1024);

/** Parts are asked for as they are sent: an address for later would have expired. */
export const MOST_PARTS_ASKED = 16;

export const ArtifactPartsRequest = ArtifactUploadRequest.extend({
  multipart: UploadIdOfStore,
  parts: z
    .array(z.object({ number: Ordinal, checksum: ArtifactUploadQuery.shape.checksum }))
    .min(1)
    .max(MOST_PARTS_ASKED),
});
export type ArtifactPartsRequest = z.infer<typeof ArtifactPartsRequest>;
export const ArtifactPartsAnswer = z.object({
  parts: z.array(z.object({ number: Ordinal, put: SignedPut })),
});
export type ArtifactPartsAnswer = z.infer<typeof ArtifactPartsAnswer>;

export const ArtifactCompleteRequest = ArtifactUploadRequest.extend({
  multipart: UploadIdOfStore.optional().describe('where it went in parts'),
});
export type ArtifactCompleteRequest = z.infer<typeof ArtifactCompleteRequest>;
