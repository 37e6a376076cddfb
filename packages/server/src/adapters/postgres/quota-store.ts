/** Limits as they are set: team_quotas with its copy on teams, and users.quota. */
import type { QuotaResource, TeamId, UserId } from '@gauntlet/contract';
import { QUOTAS } from '@gauntlet/core/identity';
import { sql } from 'kysely';
import type { QuotaHolder, QuotaStore } from '../../identity/index.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf } from './database.ts';
import { isUuid } from './is-uuid.ts';
import { limitsOf, QUOTA_OF_ROW } from './quota-book.ts';

export function createPostgresQuotaStore(database: Database, ids: Ids): QuotaStore {
  return {
    findTeam: async (idOrName) => {
      const query = database.selectFrom('teams').select(['team_id', 'team_name']);
      const row = await query
        .where(isUuid(idOrName) ? 'team_id' : 'team_name', '=', idOrName)
        .executeTakeFirst();
      return row ? { kind: 'team', id: row.team_id as TeamId, name: row.team_name } : null;
    },
    findUser: (idOrName) => findUser(database, idOrName),
    lockLimits,
    write: async (tx, holder, resource, limit) => {
      if (holder.kind === 'user') return writeOverride(tx, holder.id, resource, limit);
      await writeRow(tx, ids, holder.id, resource, limit);
      await copyToTeam(tx, holder.id);
    },
  };
}

async function findUser(
  database: Database,
  idOrName: string,
): Promise<(QuotaHolder & { kind: 'user' }) | null> {
  const named = isUuid(idOrName)
    ? sql<boolean>`users.user_id = ${idOrName}`
    : sql<boolean>`lower(users.username) = lower(${idOrName})`;
  const row = await database
    .selectFrom('users')
    .innerJoin('teams', 'teams.team_id', 'users.team_id')
    .select(['users.user_id', 'users.username', 'teams.team_id', 'teams.team_name'])
    .where(named)
    .executeTakeFirst();
  if (!row) return null;
  return {
    kind: 'user',
    id: row.user_id as UserId,
    name: row.username,
    teamId: row.team_id as TeamId,
    teamName: row.team_name,
  };
}

/** The same lock as that of a submission: a limit never changes between the look and the decision. */
async function lockLimits(tx: Tx, { kind, id }: QuotaHolder) {
  if (kind === 'user') {
    const users = txOf(tx).selectFrom('users').select('quota').where('user_id', '=', id);
    return limitsOf((await users.forNoKeyUpdate().executeTakeFirst())?.quota);
  }
  await txOf(tx).selectFrom('teams').select('team_id').where('team_id', '=', id).forNoKeyUpdate().execute();
  const { rows } = await sql<{ quota: string; period: string; limit_value: number }>`
    select ${QUOTA_OF_ROW} as quota, period, limit_value from team_quotas where team_id = ${id}`.execute(
    txOf(tx),
  );
  const ours = rows.filter((row) => QUOTAS[row.quota as QuotaResource]?.period === row.period);
  return limitsOf(Object.fromEntries(ours.map((row) => [row.quota, row.limit_value])));
}

/** As QUOTA_OF_ROW reads it back. */
const typeOf = (resource: QuotaResource) => (resource.startsWith('executions') ? 'executions' : resource);

async function writeRow(
  tx: Tx,
  ids: Ids,
  teamId: TeamId,
  resource: QuotaResource,
  limit: number | null,
): Promise<void> {
  const { period } = QUOTAS[resource];
  const type = typeOf(resource);
  if (limit === null) {
    await sql`delete from team_quotas where team_id = ${teamId} and resource_type = ${type} and period = ${period}`.execute(
      txOf(tx),
    );
    return;
  }
  await sql`
    insert into team_quotas (quota_id, team_id, resource_type, limit_value, period)
    values (${ids.next<string>()}, ${teamId}, ${type}, ${limit}, ${period})
    on conflict (team_id, resource_type, period) do update set limit_value = excluded.limit_value, updated_at = now()`.execute(
    txOf(tx),
  );
}

const copyToTeam = (tx: Tx, teamId: TeamId) =>
  sql`update teams set quota = (
    select coalesce(jsonb_object_agg(${QUOTA_OF_ROW}, limit_value), '{}') from team_quotas where team_quotas.team_id = teams.team_id)
    where team_id = ${teamId}`.execute(txOf(tx));

/** Null again when nothing is left: the team's limits rule alone. */
async function writeOverride(
  tx: Tx,
  userId: UserId,
  resource: QuotaResource,
  limit: number | null,
): Promise<void> {
  const change =
    limit === null
      ? sql`nullif(quota - ${resource}::text, '{}')`
      : sql`coalesce(quota, '{}') || jsonb_build_object(${resource}::text, ${limit}::int)`;
  await sql`update users set quota = ${change} where user_id = ${userId}`.execute(txOf(tx));
}
