/**
 * Definitions that are run by the clock.
 *
 *   GET    /api/v1/schedules               ScheduleList     (ScheduleQuery)
 *   POST   /api/v1/schedules               201 ScheduleView (ScheduleRequest)
 *   GET    /api/v1/schedules/:id           ScheduleView
 *   PATCH  /api/v1/schedules/:id           ScheduleView     (ScheduleChange)
 *   DELETE /api/v1/schedules/:id           204
 *   POST   /api/v1/schedules/:id/pause, /resume  ScheduleView
 *   POST   /api/v1/schedules/:id/run       202 SubmitAnswer
 *   GET    /api/v1/schedule-preview        SchedulePreview  (SchedulePreviewQuery)
 */
import { z } from 'zod';
import { DefinitionId, ExecutionId, ProjectId, ScheduleId } from './ids.ts';
import { Instant, Paging, page } from './paging.ts';
import { trimmed } from './trimmed.ts';

const CronExpression = trimmed(200).describe(
  'five fields: minute, hour, day of the month, month, day of the week; or @daily and the like',
);
const TimeZone = z.string().min(1).max(100).describe('of the IANA database, such as Europe/Berlin');

export const MissedPolicy = z.enum(['skip', 'run-once', 'run-all']);
export type MissedPolicy = z.infer<typeof MissedPolicy>;
export const OverlapPolicy = z.enum(['skip', 'queue']);
export type OverlapPolicy = z.infer<typeof OverlapPolicy>;

const Settings = {
  cron: CronExpression,
  timeZone: TimeZone,
  missed: MissedPolicy.describe(
    'times that passed while no server ran: skip: leave them out; run-once: once for all; run-all: each of the last ones',
  ),
  missedLimit: z.number().int().min(1).max(100).describe('of run-all: at most so many, the last ones'),
  overlap: OverlapPolicy.describe('while the last run goes on: skip: leave it out; queue: run all the same'),
};

export const ScheduleView = z
  .object({
    scheduleId: ScheduleId,
    projectId: ProjectId.nullable(),
    definitionId: DefinitionId,
    definitionName: z.string(),
    ...Settings,
    status: z.enum(['enabled', 'paused']),
    pausedReason: z.string().nullable(),
    nextRunAt: Instant.nullable(),
    lastRunAt: Instant.nullable().describe('the time of the schedule that was looked at last'),
    lastOutcome: z.enum(['submitted', 'skipped-overlap', 'skipped-missed', 'refused']).nullable(),
    lastMessage: z.string().nullable(),
    lastExecutionId: ExecutionId.nullable(),
    createdBy: z.string().describe('user name: in whose name it runs'),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Schedule' });
export type ScheduleView = z.infer<typeof ScheduleView>;

export const ScheduleQuery = z.object({
  status: z.enum(['enabled', 'paused']).optional(),
  ...Paging,
});
export type ScheduleQuery = z.infer<typeof ScheduleQuery>;
export const ScheduleList = page(ScheduleView).meta({ id: 'ScheduleList' });

export const ScheduleRequest = z.strictObject({
  definitionId: DefinitionId,
  cron: Settings.cron.default('@daily'),
  timeZone: Settings.timeZone.default('UTC'),
  missed: Settings.missed.default('run-once'),
  missedLimit: Settings.missedLimit.default(10),
  overlap: Settings.overlap.default('skip'),
});
export type ScheduleRequest = z.infer<typeof ScheduleRequest>;

export const ScheduleChange = z
  .strictObject({
    missed: Settings.missed.optional(),
    cron: Settings.cron.optional(),
    timeZone: Settings.timeZone.optional(),
    missedLimit: Settings.missedLimit.optional(),
    overlap: Settings.overlap.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'name what to change')
  .meta({ minProperties: 1 });
export type ScheduleChange = z.infer<typeof ScheduleChange>;

export const SchedulePreviewQuery = z.object({
  cron: CronExpression.default('@daily'),
  timeZone: TimeZone.default('UTC'),
  count: z.coerce.number().int().min(1).max(50).default(5),
});
export const SchedulePreview = z
  .object({ timeZone: z.string(), times: z.array(Instant) })
  .meta({ id: 'SchedulePreview' });
