/** Rows of user_identities, and of users and teams as an identity provider's people need them. */
import type { TeamId, UserId } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { AccountRow, ProviderAccounts } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { txOf, wake } from './database.ts';

export function createPostgresProviderAccounts(): ProviderAccounts {
  return {
    find: async (tx, issuer, subject) => {
      const name = JSON.stringify(['gauntlet.identity', issuer, subject]);
      await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(txOf(tx));
      const row = await accounts(tx)
        .innerJoin('user_identities as identity', 'identity.user_id', 'users.user_id')
        .select('identity.manages_user')
        .where('identity.issuer', '=', issuer)
        .where('identity.subject', '=', subject)
        .executeTakeFirst();
      return row ? { ...accountOf(row), managesUser: row.manages_user } : null;
    },
    findByEmail: async (tx, email, issuer) => {
      const query = accounts(tx).where(sql<boolean>`lower(users.email) = lower(${email})`);
      const row = await query.executeTakeFirst();
      if (!row) return null;
      const linked = txOf(tx).selectFrom('user_identities').select('subject');
      const identity = await linked
        .where('user_id', '=', row.user_id)
        .where('issuer', '=', issuer)
        .executeTakeFirst();
      return { ...accountOf(row), linked: identity !== undefined };
    },
    ensureTeam: async (tx, { teamId, teamName }) => {
      const insert = txOf(tx).insertInto('teams').values({ team_id: teamId, team_name: teamName });
      const made = await insert.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
      const query = txOf(tx).selectFrom('teams').select(['team_id', 'active']);
      const team = await query.where('team_name', '=', teamName).executeTakeFirstOrThrow();
      return {
        teamId: team.team_id as TeamId,
        created: made.numInsertedOrUpdatedRows === 1n,
        active: team.active,
      };
    },
    insertUser: async (tx, { userId, username, email, teamId, roles }) => {
      const row = { user_id: userId, username, email, team_id: teamId, roles: JSON.stringify(roles) };
      const insert = txOf(tx).insertInto('users').values(row);
      const made = await insert.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
      return made.numInsertedOrUpdatedRows === 1n;
    },
    insertIdentity: async (tx, { issuer, subject, userId, managesUser, now }) => {
      const row = { issuer, subject, user_id: userId, manages_user: managesUser, last_used_at: now };
      await txOf(tx).insertInto('user_identities').values(row).execute();
    },
    place: async (tx, userId, { teamId, roles }) => {
      const place = { team_id: teamId, roles: JSON.stringify(roles) };
      await txOf(tx).updateTable('users').set(place).where('user_id', '=', userId).execute();
      await wake(tx, { topic: 'access' });
    },
    noteUse: async (tx, issuer, subject, now) => {
      const query = txOf(tx).updateTable('user_identities').set({ last_used_at: now });
      await query.where('issuer', '=', issuer).where('subject', '=', subject).execute();
    },
  };
}

const accounts = (tx: Tx) =>
  txOf(tx)
    .selectFrom('users')
    .innerJoin('teams', 'teams.team_id', 'users.team_id')
    .select([
      'users.user_id',
      'users.username',
      'users.roles',
      'users.team_id',
      'users.active as user_active',
      'teams.active as team_active',
    ]);

type Row = {
  user_id: string;
  username: string;
  roles: unknown;
  team_id: string;
  user_active: boolean;
  team_active: boolean;
};

const accountOf = (row: Row): AccountRow => ({
  userId: row.user_id as UserId,
  username: row.username,
  teamId: row.team_id as TeamId,
  roles: row.roles as string[],
  userActive: row.user_active,
  teamActive: row.team_active,
});
