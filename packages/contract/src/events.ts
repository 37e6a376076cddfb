/**
 * The facts of one execution's stream, as the event store keeps them and server-sent events carry
 * them (`id:` is the event's number in its stream, `event:` its type, `data:` a RecordedExecutionEvent).
 */
import { z } from 'zod';
import { AgentPhase } from './agent-protocol.ts';
import {
  Counts,
  ExecutionStatus,
  FailureReason,
  QuarantinedCounts,
  UnitOutcome,
  Verdict,
  WaitingFor,
} from './execution.ts';
import { ArtifactId, ExecutionId, GroupId, UnitId } from './ids.ts';
import { Instant } from './paging.ts';

/** A failed test, short enough to print: the whole of it is in the results. */
export const FailureSummary = z.object({
  name: z.string(),
  suite: z.array(z.string()),
  file: z.string().optional(),
  line: z.number().int().optional(),
  status: z.enum(['failed', 'error']),
  message: z.string().optional(),
});
export type FailureSummary = z.infer<typeof FailureSummary>;

const fact = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({ type: z.literal(type), data });

/** One for every arrow of diagram 3.1; `type` of the event is the arrow's name in the lifecycle table. */
export const StatusChanged = fact(
  'status-changed',
  z.object({
    from: ExecutionStatus.nullable(),
    to: ExecutionStatus,
    because: z.string().describe("the arrow's name in the lifecycle table"),
    attempt: z.number().int(),
    reason: FailureReason.optional(),
    message: z.string().optional(),
  }),
);

export const ExecutionEvent = z.discriminatedUnion('type', [
  StatusChanged,
  fact(
    'phase-changed',
    z.object({
      groupId: GroupId,
      groupIndex: z.number().int(),
      phase: AgentPhase,
      detail: z.string().optional(),
    }),
  ),
  fact(
    'plan-made',
    z.object({
      framework: z.string(),
      units: z.number().int(),
      expectedTests: z.number().int().nullable(),
      setup: z.string(),
      commit: z.string().optional(),
      countVerified: z.boolean(),
      groups: z.number().int(),
      estimatedMs: z.number().nullable().describe('work still to do by history; null without history'),
      attempt: z.number().int(),
    }),
  ),
  fact(
    'group-started',
    z.object({
      groupId: GroupId,
      groupIndex: z.number().int(),
      attempt: z.number().int(),
      nodeName: z.string(),
    }),
  ),
  fact(
    'group-waiting',
    z
      .object({
        groupId: GroupId,
        groupIndex: z.number().int(),
        attempt: z.number().int(),
        for: WaitingFor,
        message: z.string(),
      })
      .describe('its pod cannot start yet; told again when it waits for something else'),
  ),
  fact('group-warned', z.object({ groupId: GroupId, groupIndex: z.number().int(), message: z.string() })),
  fact(
    'group-finished',
    z.object({ groupId: GroupId, groupIndex: z.number().int(), units: z.number().int(), counts: Counts }),
  ),
  fact(
    'group-lost',
    z.object({
      groupId: GroupId,
      groupIndex: z.number().int(),
      why: z.string(),
      unitsReturned: z.number().int(),
      by: z
        .enum(['infrastructure', 'interruption'])
        .optional()
        .describe(
          'what it was lost by; `interruption`: its place was taken away, which counts for less. Left out: it was ended, or could not run as it was described',
        ),
    }),
  ),
  fact('unit-started', z.object({ unitId: UnitId, title: z.string(), groupIndex: z.number().int() })),
  fact(
    'unit-finished',
    z.object({
      unitId: UnitId,
      title: z.string(),
      file: z.string().optional(),
      groupIndex: z.number().int(),
      outcome: UnitOutcome,
      reason: FailureReason.optional(),
      message: z.string().optional(),
      counts: Counts,
      durationMs: z.number(),
      failures: z.array(FailureSummary).describe('at most 20'),
    }),
  ),
  fact(
    'results-recorded',
    z
      .object({ groupIndex: z.number().int(), results: z.number().int() })
      .describe('of units that still run; what a unit came to is told when it is finished'),
  ),
  fact('unit-returned', z.object({ unitId: UnitId, title: z.string(), groupIndex: z.number().int() })),
  fact('cancel-requested', z.object({ by: z.string() })),
  fact(
    'verdict-given',
    z.object({
      verdict: Verdict,
      reason: FailureReason.optional(),
      message: z.string().optional(),
      counts: Counts,
      quarantined: QuarantinedCounts.optional().describe('left out: no test was in quarantine'),
      durationMs: z.number(),
      attempts: z.number().int(),
    }),
  ),
  fact(
    'failures-grouped',
    z
      .object({ causes: z.number().int().describe('of this execution') })
      .describe('its failures are among those of failure-causes; soon after the verdict'),
  ),
  fact('report-stored', z.object({ junitArtifactId: ArtifactId, htmlArtifactId: ArtifactId })),
]);
export type ExecutionEvent = z.infer<typeof ExecutionEvent>;
export type ExecutionEventType = ExecutionEvent['type'];

/** An event as the API lists it and as an SSE message carries it. */
export const RecordedExecutionEvent = z.object({
  executionId: ExecutionId,
  number: z.number().int().positive(),
  at: Instant,
  event: ExecutionEvent,
});
export type RecordedExecutionEvent = z.infer<typeof RecordedExecutionEvent>;
