/** Rows of users, teams and team_settings as the administration changes them. */
import type { TeamId, TeamSettings, UserId } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { Member, PeopleStore, Team } from '../../identity/index.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../kernel/tx.ts';
import { txOf, wake } from './database.ts';
import { isUuid } from './is-uuid.ts';
import { jsonOf } from './json-of.ts';
import { settingsOf } from './team-settings.ts';
import { unlessTaken } from './unless-taken.ts';

export const createPostgresPeopleStore = (ids: Ids): PeopleStore => ({
  insertUser: (tx, { passwordHash, userId, username, teamId, ...user }) =>
    unlessTaken(tx, async () => {
      const row = { user_id: userId, username, team_id: teamId, password_hash: passwordHash };
      await txOf(tx)
        .insertInto('users')
        .values({ ...row, ...userRowOf(user) })
        .execute();
    }),
  lockUser,
  updateUser: async (tx, userId, patch) => {
    if (Object.keys(patch).length === 0) return null;
    return unlessTaken(tx, async () => {
      await txOf(tx).updateTable('users').set(userRowOf(patch)).where('user_id', '=', userId).execute();
      if (patch.roles || patch.teamId || patch.active === false) await wake(tx, { topic: 'access' });
    });
  },
  countOtherAdmins,
  removeLinks,
  insertTeam: (tx, { teamId, name }) =>
    unlessTaken(tx, async () => {
      await txOf(tx).insertInto('teams').values({ team_id: teamId, team_name: name }).execute();
    }),
  lockTeam,
  updateTeam: (tx, teamId, { name, active }) =>
    unlessTaken(tx, async () => {
      const change = definedOf({ team_name: name, active });
      await txOf(tx).updateTable('teams').set(change).where('team_id', '=', teamId).execute();
      if (active === false) await wake(tx, { topic: 'access' });
    }),
  writeSettings: async (tx, teamId, settings) => {
    for (const [key, value] of Object.entries(settings)) await writeSetting(tx, ids, teamId, key, value);
    await sql`update teams set settings = (
      select coalesce(jsonb_object_agg(setting_key, setting_value), '{}') from team_settings where team_settings.team_id = teams.team_id)
      where team_id = ${teamId}`.execute(txOf(tx));
  },
});

async function lockUser(tx: Tx, idOrName: string): Promise<Member | null> {
  const named = isUuid(idOrName)
    ? sql<boolean>`user_id = ${idOrName}`
    : sql<boolean>`lower(username) = lower(${idOrName})`;
  const query = txOf(tx).selectFrom('users').selectAll().where(named);
  const row = await query.forNoKeyUpdate().executeTakeFirst();
  if (!row) return null;
  return {
    userId: row.user_id as UserId,
    username: row.username,
    email: row.email,
    teamId: row.team_id as TeamId,
    roles: row.roles as string[],
    active: row.active,
  };
}

async function lockTeam(tx: Tx, idOrName: string): Promise<Team | null> {
  const query = txOf(tx)
    .selectFrom('teams')
    .selectAll()
    .where(isUuid(idOrName) ? 'team_id' : 'team_name', '=', idOrName);
  const row = await query.forNoKeyUpdate().executeTakeFirst();
  if (!row) return null;
  const { team_id: teamId, team_name: name, active, settings } = row;
  return { teamId: teamId as TeamId, name, active, settings: settingsOf(settings) };
}

async function countOtherAdmins(tx: Tx, but: { userId: UserId } | { teamId: TeamId }): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('gauntlet.admins', 0))`.execute(txOf(tx));
  const other = 'userId' in but ? sql`users.user_id <> ${but.userId}` : sql`users.team_id <> ${but.teamId}`;
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from users join teams using (team_id)
    where ${other} and users.active and teams.active and roles ? 'admin'`.execute(txOf(tx));
  return rows[0]?.count ?? 0;
}

/**
 * One that is being used in this very moment is passed over: whoever uses it has it locked and waits for the
 * row of the user, which who asks here has locked.
 */
async function removeLinks(tx: Tx, userId: UserId): Promise<void> {
  await sql`delete from sign_in_links where link_hash in (
    select link_hash from sign_in_links where user_id = ${userId} and used_at is null for update skip locked)`.execute(
    txOf(tx),
  );
  await txOf(tx).deleteFrom('password_resets').where('user_id', '=', userId).execute();
}

async function writeSetting(
  tx: Tx,
  ids: Ids,
  teamId: TeamId,
  key: string,
  value: TeamSettings[keyof TeamSettings],
): Promise<void> {
  if (value === null) {
    const own = txOf(tx).deleteFrom('team_settings').where('team_id', '=', teamId);
    await own.where('setting_key', '=', key).execute();
    return;
  }
  await sql`
    insert into team_settings (setting_id, team_id, setting_key, setting_value)
    values (${ids.next<string>()}, ${teamId}, ${key}, ${jsonOf(value)}::jsonb)
    on conflict (team_id, setting_key) do update set setting_value = excluded.setting_value, updated_at = now()`.execute(
    txOf(tx),
  );
}

const definedOf = <Row extends object>(row: Row): Partial<Row> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Partial<Row>;

const userRowOf = ({ username, email, teamId, roles, active }: Partial<Member>) =>
  definedOf({ username, email, team_id: teamId, roles: roles && jsonOf(roles), active });
