/**
 * What quotas allow and what is used of them.
 *
 * What is alive is counted by the indexes of what is alive; executions of a period and bytes of artifacts are
 * read from quota_counters. So nothing here costs more the longer the history is.
 */
import type { QuotaResource } from '@gauntlet/contract';
import {
  effectiveQuota,
  periodOf,
  QUOTAS,
  type QuotaLimits,
  type QuotaStanding,
  type QuotaUse,
  quotaStandings,
  standingOf,
} from '@gauntlet/core/identity';
import { type RawBuilder, sql } from 'kysely';
import type { QuotaBook, QuotaParty } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf } from './database.ts';

const MIB = 2 ** 20;

export function createPostgresQuotaBook(database: Database): QuotaBook {
  return {
    lockStandings: async (tx, party, now) => {
      await lockParty(tx, party);
      return readStandings(txOf(tx), party, now);
    },
    standings: (party, now) => readStandings(database, party, now),
    artifactStanding: async (executionId, now) =>
      (await readArtifactStanding(database, executionId, now))?.standing ?? null,
    lockArtifactStanding: async (tx, executionId, now) => {
      const found = await readArtifactStanding(txOf(tx), executionId, now);
      if (!found) return null;
      await lockParty(tx, found.party);
      return (await readArtifactStanding(txOf(tx), executionId, now))?.standing ?? null;
    },
  };
}

/** The team first, always; what is read afterwards sees what those before have committed. */
async function lockParty(tx: Tx, { teamId, userId }: QuotaParty): Promise<void> {
  await sql`select from teams where team_id = ${teamId} for no key update`.execute(txOf(tx));
  await sql`select from users where user_id = ${userId} and quota is not null for no key update`.execute(
    txOf(tx),
  );
}

async function readStandings(
  database: Database,
  { teamId, userId }: QuotaParty,
  now: Date,
): Promise<QuotaStanding[]> {
  const { rows } = await sql<UseRow & { team_limits: object; user_limits: object | null }>`
    select use.*, ${teamLimits(sql`${teamId}::uuid`)} as team_limits,
      (select quota from users where user_id = ${userId}) as user_limits
    from (${useOf('team_id', teamId, now)}) as use`.execute(database);
  const row = rows[0];
  if (!row) throw new Error(`nothing was counted for the team ${teamId}`);
  const levels = { team: limitsOf(row.team_limits), user: limitsOf(row.user_limits) };
  const ofUser = userId !== null && Object.keys(levels.user).length > 0;
  const own = ofUser ? await sql<UseRow>`${useOf('submitted_by', userId, now)}`.execute(database) : null;
  const use = { team: usedBy(row), user: own?.rows[0] ? usedBy(own.rows[0]) : null };
  return quotaStandings(levels, use, now);
}

type UseRow = {
  executions: number;
  groups: number;
  cpu_millis: number;
  memory_bytes: number;
  first_deadline: Date | null;
  per_month: number;
  per_week: number;
  per_day: number;
  per_hour: number;
  artifact_bytes: number;
  passing_bytes: number;
  first_expiry: Date | null;
};

/** In the period that is now; a counter of an earlier one says nothing of it. */
const submittedIn = (
  counted: QuotaResource,
  holderId: string,
  now: Date,
) => sql`coalesce((select used from quota_counters
  where holder_id = ${holderId} and counted = ${counted} and since >= ${periodOf(QUOTAS[counted].period, now)?.began}), 0)`;

/** Uploads, and files on their way into a bucket: few and soon gone, so expired ones leave the count by themselves. */
const passingBytes = (holder: 'team_id' | 'created_by', id: RawBuilder<unknown>, now: Date) => sql`coalesce((
  select sum(size_bytes) from (
    select size_bytes from uploads where ${sql.ref(holder)} = ${id} and expires_at > ${now}
    union all
    select size_bytes from artifact_orders where ${sql.ref(holder)} = ${id} and expires_at > ${now}) as passing), 0)::float8`;

const HOLDER_OF_PASSING = { team_id: 'team_id', submitted_by: 'created_by' } as const;

/** `status` as the partial indexes have it, so that the archive is not looked at. */
const useOf = (holder: 'team_id' | 'submitted_by', id: string, now: Date): RawBuilder<UseRow> => sql<UseRow>`
  select count(*) as executions, coalesce(sum(parallelism), 0) as groups,
    coalesce(sum(parallelism::bigint * cpu_request_millis), 0)::float8 as cpu_millis,
    coalesce(sum(parallelism * memory_request_bytes), 0)::float8 as memory_bytes,
    min(run_deadline_at) filter (where status in ('scheduled', 'initializing', 'running', 'completing')) as first_deadline,
    ${submittedIn('executions_per_month', id, now)} as per_month, ${submittedIn('executions_per_week', id, now)} as per_week,
    ${submittedIn('executions', id, now)} as per_day, ${submittedIn('executions_per_hour', id, now)} as per_hour,
    coalesce((select used from quota_counters where holder_id = ${id} and counted = 'artifact_bytes'), 0) as artifact_bytes,
    ${passingBytes(HOLDER_OF_PASSING[holder], sql`${id}::uuid`, now)} as passing_bytes,
    (select min(expires_at) from uploads where ${sql.ref(HOLDER_OF_PASSING[holder])} = ${id} and expires_at > ${now}) as first_expiry
  from test_executions where ${sql.ref(holder)} = ${id} and status in
    ('submitted', 'validating', 'queued', 'scheduled', 'initializing', 'running', 'completing', 'retrying')`;

const usedBy = (row: UseRow): QuotaUse => ({
  concurrent_executions: row.executions,
  executions_per_month: row.per_month,
  executions_per_week: row.per_week,
  executions: row.per_day,
  executions_per_hour: row.per_hour,
  parallel_groups: row.groups,
  cpu_millis: row.cpu_millis,
  memory_mib: row.memory_bytes / MIB,
  artifact_mib: (row.artifact_bytes + row.passing_bytes) / MIB,
  firstDeadline: row.first_deadline,
  firstExpiry: row.first_expiry,
});

/** The quota of a row of team_quotas: executions are one type with a row for each period, `executions` a day's. */
export const QUOTA_OF_ROW = sql`case when resource_type = 'executions' and period <> 'day'
  then 'executions_per_' || period else resource_type end`;

/** Rows of a period that the type has not are none of ours. */
const teamLimits = (teamId: RawBuilder<unknown>) => sql`(
  select coalesce(jsonb_object_agg(${QUOTA_OF_ROW}, limit_value), '{}') from team_quotas
  where team_id = ${teamId} and (resource_type = 'executions') = (period <> 'none'))`;

/** Whatever else is in the column: only what the table of quotas names is a limit. */
export function limitsOf(stored: unknown): QuotaLimits {
  const entries = Object.entries((stored ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    entries.filter(([name, limit]) => Object.hasOwn(QUOTAS, name) && Number.isInteger(limit)),
  ) as Partial<Record<QuotaResource, number>>;
}

type ArtifactRow = {
  team_id: QuotaParty['teamId'];
  submitted_by: NonNullable<QuotaParty['userId']>;
  team_limits: object;
  user_limits: object | null;
  team_bytes: number;
  user_bytes: number;
};

async function readArtifactStanding(
  database: Database,
  executionId: string,
  now: Date,
): Promise<{ party: QuotaParty; standing: QuotaStanding } | null> {
  // Only for whom a limit is set, and nobody else waits for it.
  const bytesOf = (holder: 'team_id' | 'submitted_by', limits: RawBuilder<unknown>) => sql`
    case when ${limits} ? 'artifact_mib' then coalesce((select used from quota_counters
      where holder_id = execution.${sql.ref(holder)} and counted = 'artifact_bytes'), 0)
      + ${passingBytes(HOLDER_OF_PASSING[holder], sql`execution.${sql.ref(holder)}`, now)} else 0 end`;
  const { rows } = await sql<ArtifactRow>`
    select execution.team_id, execution.submitted_by, users.quota as user_limits,
      ${teamLimits(sql`execution.team_id`)} as team_limits,
      ${bytesOf('team_id', teamLimits(sql`execution.team_id`))} as team_bytes,
      ${bytesOf('submitted_by', sql`users.quota`)} as user_bytes
    from test_executions execution join users on users.user_id = execution.submitted_by
    where execution_id = ${executionId}`.execute(database);
  const row = rows[0];
  if (!row) return null;
  const levels = { team: limitsOf(row.team_limits), user: limitsOf(row.user_limits) };
  const effective = effectiveQuota('artifact_mib', levels);
  if (effective.limit === null) return null;
  const used = (effective.of === 'user' ? row.user_bytes : row.team_bytes) / MIB;
  const standing = standingOf(effective, levels, { used, firstDeadline: null, firstExpiry: null }, now);
  return { party: { teamId: row.team_id, userId: row.submitted_by }, standing };
}
