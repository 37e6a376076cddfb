/** Passwords in rows of users, and rows of sign_in_attempts. */
import type { TeamId, UserId } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { Account, Passwords, SignInAttempts } from '../../identity/index.ts';
import { type Database, txOf } from './database.ts';
import { hashBytes } from './hash-bytes.ts';

export function createPostgresPasswords(database: Database): Passwords {
  const active = database
    .selectFrom('users')
    .innerJoin('teams', 'teams.team_id', 'users.team_id')
    .select(['user_id', 'username', 'users.team_id', 'password_hash'])
    .where('users.active', '=', true)
    .where('teams.active', '=', true);
  return {
    findAccount: async (username) => {
      const row = await active.where(sql`lower(username)`, '=', sql`lower(${username})`).executeTakeFirst();
      return row ? accountOf(row) : null;
    },
    accountOf: async (userId) => {
      const row = await active.where('user_id', '=', userId).executeTakeFirst();
      return row ? accountOf(row) : null;
    },
    save: async (tx, userId, passwordHash) => {
      const saved = txOf(tx).updateTable('users').set({ password_hash: passwordHash });
      await saved.where('user_id', '=', userId).execute();
    },
  };
}

type Row = { user_id: string; username: string; team_id: string; password_hash: string | null };

export const accountOf = (row: Row): Account => ({
  userId: row.user_id as UserId,
  username: row.username,
  teamId: row.team_id as TeamId,
  passwordHash: row.password_hash,
});

export function createPostgresSignInAttempts(database: Database): SignInAttempts {
  return {
    lockOf: async (tx, address, since) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`gauntlet.sign-in ${address}`}, 0))`.execute(
        txOf(tx),
      );
      const query = txOf(tx).selectFrom('sign_in_attempts').select(['account_hash', 'attempted_at']);
      const rows = await query.where('address', '=', address).where('attempted_at', '>', since).execute();
      return rows.map((row) => ({
        accountHash: row.account_hash.toString('hex'),
        attemptedAt: row.attempted_at,
      }));
    },
    add: async (tx, { attemptId, accountHash, address, now }) => {
      const row = { attempt_id: attemptId, account_hash: hashBytes(accountHash), address };
      await txOf(tx)
        .insertInto('sign_in_attempts')
        .values({ ...row, attempted_at: now })
        .execute();
    },
    forgive: async (tx, accountHash, address) => {
      const own = txOf(tx).deleteFrom('sign_in_attempts').where('account_hash', '=', hashBytes(accountHash));
      await own.where('address', '=', address).execute();
    },
    removeBefore: async (moment) => {
      await database.deleteFrom('sign_in_attempts').where('attempted_at', '<=', moment).execute();
    },
  };
}
