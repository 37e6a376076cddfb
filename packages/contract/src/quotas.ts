/** How much a team or a person may have at once or in a time: the words, and what the API says of it. */
import { z } from 'zod';
import { TeamId, UserId } from './ids.ts';
import { Instant } from './paging.ts';

/**
 * What is limited. TEAM_QUOTAS has each as a resource_type with its period: those of executions are one type
 * with several periods, `executions` being that of a day. Units, periods and defaults are decided in core.
 */
export const QuotaResource = z.enum([
  'concurrent_executions',
  'executions_per_month',
  'executions_per_week',
  'executions',
  'executions_per_hour',
  'parallel_groups',
  'cpu_millis',
  'memory_mib',
  'artifact_mib',
]);
export type QuotaResource = z.infer<typeof QuotaResource>;

const QuotaUnit = z.enum(['executions', 'groups', 'millicpu', 'MiB']);
export type QuotaUnit = z.infer<typeof QuotaUnit>;

/** `none` for a limit on what exists at one moment; the others are of the calendar, in UTC, weeks from Monday on. */
const QuotaPeriod = z.enum(['none', 'hour', 'day', 'week', 'month']);
export type QuotaPeriod = z.infer<typeof QuotaPeriod>;

/** Whose limit it is. The use of `user` is that of the person, otherwise it is the team's. */
const QuotaLevel = z.enum(['user', 'team', 'default']);
export type QuotaLevel = z.infer<typeof QuotaLevel>;

/** Kept as a 32-bit number: hence MiB and not bytes. */
export const QuotaLimit = z.number().int().min(0).max(2_147_483_647);

/** What a refusal for a quota says beside its words. */
export const QuotaExcess = z
  .object({
    resource: QuotaResource,
    limit: z.number().int(),
    used: z.number(),
    asked: z.number().describe('beyond what is used'),
    unit: QuotaUnit,
    of: QuotaLevel,
    freesAt: Instant.nullable().describe('by when something of it is free again; null when nobody knows'),
  })
  .meta({ id: 'QuotaExcess' });
export type QuotaExcess = z.infer<typeof QuotaExcess>;

export const QuotaView = z
  .object({
    resource: QuotaResource,
    unit: QuotaUnit,
    period: QuotaPeriod,
    limit: z.number().int().nullable().describe('the one in force; null for none'),
    of: QuotaLevel,
    used: z
      .number()
      .describe(
        "the person's where the limit is the person's, else the team's; of artifact_mib: artifacts and uploads that have not expired",
      ),
    freesAt: Instant.nullable(),
    levels: z
      .object({
        user: z.number().int().nullable(),
        team: z.number().int().nullable(),
        default: z.number().int().nullable(),
      })
      .describe('what is set at each level; null for nothing'),
  })
  .meta({ id: 'Quota' });
export type QuotaView = z.infer<typeof QuotaView>;

export const QuotaList = z
  .object({
    team: z.object({ teamId: TeamId, name: z.string() }),
    user: z.object({ userId: UserId, username: z.string() }).nullable(),
    items: z.array(QuotaView),
  })
  .meta({ id: 'QuotaList' });
export type QuotaList = z.infer<typeof QuotaList>;

const IdOrName = z.string().min(1).max(255);
export const QuotaQuery = z.object({
  userId: IdOrName.optional().describe('id or name; of others only with the scope team or admin'),
  teamId: IdOrName.optional().describe('id or name; of other teams only with the scope admin'),
});
export const QuotaParams = z.object({ id: IdOrName.describe('id or name'), resource: QuotaResource });

export const QuotaRequest = z.strictObject({
  limit: QuotaLimit,
  expected: QuotaLimit.nullable()
    .optional()
    .describe('the limit set so far (null: none); when it has become another, nothing is changed'),
});
export const QuotaClearQuery = z.object({
  expected: z.coerce.number().int().min(0).optional().describe('as for setting it'),
});

export const QuotaChange = z
  .object({
    resource: QuotaResource,
    limit: z.number().int().nullable().describe('null: cleared'),
    before: z.number().int().nullable().describe('null: none was set'),
  })
  .meta({ id: 'QuotaChange' });
export type QuotaChange = z.infer<typeof QuotaChange>;
