/**
 * Failures grouped by cause, and what people say of a cause.
 *
 *   GET   /api/v1/failure-causes                        FailureCauseList       (FailureCauseQuery)
 *   GET   /api/v1/failure-causes/:id                    FailureCauseView
 *   PATCH /api/v1/failure-causes/:id                    FailureCauseView       (FailureCauseChange)
 *   POST  /api/v1/failure-causes/:id/merge              FailureCauseView       (FailureCauseMerge)
 *   POST  /api/v1/failure-causes/:id/unmerge            FailureCauseView
 *   GET   /api/v1/failure-causes/:id/occurrences        FailureOccurrenceList  (Paging)
 *   GET   /api/v1/failure-causes/:id/comments           CauseCommentList       (Paging)
 *   POST  /api/v1/failure-causes/:id/comments           201 CauseComment       (CauseCommentRequest)
 *   GET   /api/v1/executions/:id/failure-causes         ExecutionCauseList     (Paging)
 */
import { z } from 'zod';
import { DefinitionId, ExecutionId, FailureCauseId, ProjectId, ResultId, UnitId, UserId } from './ids.ts';
import { Instant, Paging, page } from './paging.ts';
import { trimmed } from './trimmed.ts';

export const CauseKind = z.enum(['test', 'unit', 'execution']);
export type CauseKind = z.infer<typeof CauseKind>;

export const CauseStatus = z.enum(['open', 'known-issue', 'fixed', 'ignored']);
export type CauseStatus = z.infer<typeof CauseStatus>;

const Person = z.object({ userId: UserId, username: z.string() });

export const FailureCauseSummary = z
  .object({
    causeId: FailureCauseId,
    projectId: ProjectId.nullable().describe('null: of the team as a whole'),
    kind: CauseKind.describe(
      'test: of tests; unit: what was run ended wrongly without a failed test; execution: it never came to the tests',
    ),
    title: z.string(),
    status: CauseStatus.describe('a known issue whose date has passed is open'),
    knownUntil: Instant.nullable().describe('of a known issue: the date; null: for good, or none'),
    regressedAt: Instant.nullable().describe('when it was seen again after it was marked fixed'),
    owner: Person.nullable(),
    link: z.string().nullable(),
    firstSeenAt: Instant,
    lastSeenAt: Instant,
    occurrences: z.number().int().describe('all there ever were'),
  })
  .meta({ id: 'FailureCauseSummary' });
export type FailureCauseSummary = z.infer<typeof FailureCauseSummary>;

const CauseDay = z.object({
  day: z.iso.date().describe('in UTC'),
  occurrences: z.number().int(),
  executions: z.number().int(),
});

export const FailureCauseView = FailureCauseSummary.extend({
  message: z.string().describe('with placeholders for what differs from run to run'),
  sample: z.string().describe('what the last failure said, cut'),
  regressedIn: ExecutionId.nullable().describe('the execution in which it was seen again'),
  updatedBy: z.string().nullable().describe('user name'),
  updatedAt: Instant.nullable(),
  mergedInto: FailureCauseId.nullable(),
  merged: z
    .array(z.object({ causeId: FailureCauseId, title: z.string(), occurrences: z.number().int() }))
    .describe('the causes that were merged into this one'),
  definitions: z
    .array(z.object({ definitionId: DefinitionId, name: z.string(), occurrences: z.number().int() }))
    .describe('where it was seen within 30 days, the most often first, at most 20'),
  trend: z.array(CauseDay).describe('the last 30 days on which it was seen, the oldest first'),
}).meta({ id: 'FailureCause' });
export type FailureCauseView = z.infer<typeof FailureCauseView>;

export const FailureCauseQuery = z.object({
  status: z
    .string()
    .max(100)
    .optional()
    .describe(`${CauseStatus.options.join(', ')}; several by commas`),
  definitionId: DefinitionId.optional().describe('seen in executions of this definition'),
  since: z.iso.datetime({ offset: true }).optional().describe('last seen at or after'),
  search: z.string().min(1).max(200).optional().describe('part of the title or the message'),
  owner: z.string().min(1).max(255).optional().describe('name or id of a person; `none`: nobody owns it'),
  sort: z
    .enum(['recent', 'newest', 'frequent'])
    .default('recent')
    .describe('recent: last seen first; newest: first seen last; frequent: the most often first'),
  ...Paging,
});
export type FailureCauseQuery = z.infer<typeof FailureCauseQuery>;
export const FailureCauseList = page(FailureCauseSummary).meta({ id: 'FailureCauseList' });

const IssueLink = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .describe('of an issue or a runbook');

export const FailureCauseChange = z
  .strictObject({
    status: CauseStatus.optional(),
    knownUntil: z.iso
      .datetime({ offset: true })
      .nullable()
      .optional()
      .describe('of a known issue; null: for good'),
    owner: z.string().min(1).max(255).nullable().optional().describe('name or id; null: nobody'),
    link: IssueLink.nullable().optional(),
    title: trimmed(200).nullable().optional().describe('null: as made from the failures'),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'name what to change')
  .meta({ minProperties: 1 });
export type FailureCauseChange = z.infer<typeof FailureCauseChange>;

export const FailureCauseMerge = z.strictObject({
  failureCauseId: FailureCauseId.describe('the cause that this one is the same as; that one stays'),
});

export const FailureOccurrence = z
  .object({
    executionId: ExecutionId,
    definitionId: DefinitionId,
    definitionName: z.string(),
    resultId: ResultId.nullable().describe('null: no test failed'),
    unitId: UnitId.nullable(),
    name: z.string().nullable().describe('suite and name of the test, or title of the unit, cut'),
    file: z.string().nullable(),
    at: Instant,
  })
  .meta({ id: 'FailureOccurrence' });
export type FailureOccurrence = z.infer<typeof FailureOccurrence>;
export const FailureOccurrenceList = page(FailureOccurrence).meta({ id: 'FailureOccurrenceList' });

export const CauseComment = z
  .object({
    commentId: z.uuid(),
    author: z.string().nullable().describe('user name; null: Gauntlet itself'),
    body: z.string(),
    at: Instant,
  })
  .meta({ id: 'CauseComment' });
export type CauseComment = z.infer<typeof CauseComment>;
export const CauseCommentList = page(CauseComment).meta({ id: 'CauseCommentList' });
export const CauseCommentRequest = z.strictObject({ body: trimmed(10_000) });

export const ExecutionCause = FailureCauseSummary.extend({
  inExecution: z.number().int().describe('failures of this cause in the execution'),
  firstSeenHere: z.boolean().describe('nowhere seen before this execution'),
  examples: z
    .array(
      z.object({
        resultId: ResultId.nullable(),
        unitId: UnitId.nullable(),
        name: z.string().nullable(),
        file: z.string().nullable(),
      }),
    )
    .describe('at most 5'),
}).meta({ id: 'ExecutionCause' });
export type ExecutionCause = z.infer<typeof ExecutionCause>;
export const ExecutionCauseList = page(ExecutionCause).meta({ id: 'ExecutionCauseList' });
