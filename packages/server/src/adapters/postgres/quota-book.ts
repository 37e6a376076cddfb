/**
 * What quotas allow and what is used of them.
 *
 * What is alive is counted by the indexes of what is alive; executions of a day and bytes of artifacts are
 * read from quota_counters. So nothing here costs more the longer the history is.
 */
import type { QuotaResource } from '@gauntlet/contract';
import {
  dayOf,
  effectiveQuota,
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
  const day = dayOf(now);
  const { rows } = await sql<UseRow & { team_limits: object; user_limits: object | null }>`
    select use.*, ${teamLimits(sql`${teamId}::uuid`)} as team_limits,
      (select quota from users where user_id = ${userId}) as user_limits
    from (${useOf('team_id', teamId, day)}) as use`.execute(database);
  const row = rows[0];
  if (!row) throw new Error(`nothing was counted for the team ${teamId}`);
  const levels = { team: limitsOf(row.team_limits), user: limitsOf(row.user_limits) };
  const ofUser = userId !== null && Object.keys(levels.user).length > 0;
  const own = ofUser ? await sql<UseRow>`${useOf('submitted_by', userId, day)}`.execute(database) : null;
  const use = { team: usedBy(row), user: own?.rows[0] ? usedBy(own.rows[0]) : null };
  return quotaStandings(levels, use, now);
}

type UseRow = {
  executions: number;
  groups: number;
  cpu_millis: number;
  memory_bytes: number;
  first_deadline: Date | null;
  submitted: number;
  artifact_bytes: number;
};

/** `status` as the partial indexes have it, so that the archive is not looked at. */
const useOf = (
  holder: 'team_id' | 'submitted_by',
  id: string,
  day: string,
): RawBuilder<UseRow> => sql<UseRow>`
  select count(*) as executions, coalesce(sum(parallelism), 0) as groups,
    coalesce(sum(parallelism::bigint * cpu_request_millis), 0)::float8 as cpu_millis,
    coalesce(sum(parallelism * memory_request_bytes), 0)::float8 as memory_bytes,
    min(run_deadline_at) filter (where status in ('scheduled', 'initializing', 'running', 'completing')) as first_deadline,
    coalesce((select used from quota_counters where holder_id = ${id} and counted = 'executions' and day >= ${day}), 0) as submitted,
    coalesce((select used from quota_counters where holder_id = ${id} and counted = 'artifact_bytes'), 0) as artifact_bytes
  from test_executions where ${sql.ref(holder)} = ${id} and status in
    ('submitted', 'validating', 'queued', 'scheduled', 'initializing', 'running', 'completing', 'retrying')`;

const usedBy = (row: UseRow): QuotaUse => ({
  concurrent_executions: row.executions,
  executions: row.submitted,
  parallel_groups: row.groups,
  cpu_millis: row.cpu_millis,
  memory_mib: row.memory_bytes / MIB,
  artifact_mib: row.artifact_bytes / MIB,
  firstDeadline: row.first_deadline,
});

/** Rows of another period than the resource's are none of ours. */
const teamLimits = (teamId: RawBuilder<unknown>) => sql`(
  select coalesce(jsonb_object_agg(resource_type, limit_value), '{}') from team_quotas
  where team_id = ${teamId} and (resource_type = 'executions') = (period = 'day') and period in ('none', 'day'))`;

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
  const bytesOf = (holder: 'team_id' | 'submitted_by') => sql`coalesce((select used from quota_counters
    where holder_id = execution.${sql.ref(holder)} and counted = 'artifact_bytes'), 0)`;
  const { rows } = await sql<ArtifactRow>`
    select execution.team_id, execution.submitted_by, users.quota as user_limits,
      ${teamLimits(sql`execution.team_id`)} as team_limits,
      ${bytesOf('team_id')} as team_bytes, ${bytesOf('submitted_by')} as user_bytes
    from test_executions execution join users on users.user_id = execution.submitted_by
    where execution_id = ${executionId}`.execute(database);
  const row = rows[0];
  if (!row) return null;
  const levels = { team: limitsOf(row.team_limits), user: limitsOf(row.user_limits) };
  const effective = effectiveQuota('artifact_mib', levels);
  if (effective.limit === null) return null;
  const used = (effective.of === 'user' ? row.user_bytes : row.team_bytes) / MIB;
  const standing = standingOf(effective, levels, { used, firstDeadline: null }, now);
  return { party: { teamId: row.team_id, userId: row.submitted_by }, standing };
}
