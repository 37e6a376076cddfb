/** Rows of password_resets: at most one for a person, gone once it is used. */
import type { TeamId, UserId } from '@gauntlet/contract';
import { sql, type Transaction } from 'kysely';
import type { HeldReset, PasswordResets } from '../../identity/index.ts';
import { type Database, txOf } from './database.ts';
import type { DB } from './generated/database.ts';
import { hashBytes } from './hash-bytes.ts';
import { linkMakerOf, MAKER_COLUMNS, type MakerRow } from './link-maker.ts';

export const createPostgresPasswordResets = (database: Database): PasswordResets => ({
  put: async (tx, { hash, userId, createdBy, createdAt, expiresAt }) => {
    const reset = { token_hash: hashBytes(hash), created_by: createdBy, created_at: createdAt };
    const row = { ...reset, expires_at: expiresAt };
    await txOf(tx)
      .insertInto('password_resets')
      .values({ ...row, user_id: userId })
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
      .execute();
  },
  find: (hash, now) => find(database, hash, now),
  take: async (tx, hash, now) => {
    // The user first, as everybody does who changes one: else two would wait for each other.
    await sql`select from users where user_id = (
      select user_id from password_resets where token_hash = ${hashBytes(hash)}) for no key update`.execute(
      txOf(tx),
    );
    const held = await find(txOf(tx), hash, now);
    if (held)
      await txOf(tx).deleteFrom('password_resets').where('token_hash', '=', hashBytes(hash)).execute();
    return held;
  },
  removeExpired: async (now) => {
    await database.deleteFrom('password_resets').where('expires_at', '<=', now).execute();
  },
});

type Row = MakerRow & {
  user_id: string;
  username: string;
  team_id: string;
  roles: string[];
};

async function find(
  executor: Database | Transaction<DB>,
  hash: string,
  now: Date,
): Promise<HeldReset | null> {
  const { rows } = await sql<Row>`
    select users.user_id, users.username, users.team_id, users.roles,
      ${MAKER_COLUMNS}
    from password_resets reset
      join users on users.user_id = reset.user_id
      join teams on teams.team_id = users.team_id
      join users maker on maker.user_id = reset.created_by
      join teams home on home.team_id = maker.team_id
    where token_hash = ${hashBytes(hash)} and expires_at > ${now} and users.active and teams.active`.execute(
    executor,
  );
  const row = rows[0];
  if (!row) return null;
  return {
    member: {
      userId: row.user_id as UserId,
      username: row.username,
      teamId: row.team_id as TeamId,
      roles: row.roles,
    },
    maker: linkMakerOf(row),
  };
}
