/** Rows of sessions and refresh_tokens. */
import type { SessionId, TeamId, UserId } from '@gauntlet/contract';
import { scopesOfRoles } from '@gauntlet/core/identity';
import { sql } from 'kysely';
import type { Actor, HeldSession, RefreshTokenUse, SessionHow, SessionStore } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf, wake } from './database.ts';
import { hashBytes } from './hash-bytes.ts';

/** How long a session that was ended can still be looked up by who asks the database. */
const KEEP_ENDED_DAYS = 30;

export function createPostgresSessionStore(database: Database): SessionStore {
  return {
    insert: async (tx, session) => {
      await txOf(tx)
        .insertInto('sessions')
        .values({
          session_id: session.sessionId,
          user_id: session.userId,
          how: session.how,
          created_at: session.createdAt,
          last_used_at: session.createdAt,
          expires_at: session.expiresAt,
          address: session.address,
          user_agent: session.userAgent,
        })
        .execute();
      const user = txOf(tx).updateTable('users').set({ last_login: session.createdAt });
      await user.where('user_id', '=', session.userId).execute();
    },
    lockByRefreshToken,
    useOf,
    addRefreshToken: async (tx, { hash, sessionId, replaces, now }) => {
      const before = replaces === null ? null : hashBytes(replaces);
      const row = { token_hash: hashBytes(hash), session_id: sessionId, created_at: now, replaces: before };
      await txOf(tx).insertInto('refresh_tokens').values(row).execute();
      if (before === null) return;
      const used = txOf(tx).updateTable('refresh_tokens').set({ used_at: now });
      await used.where('token_hash', '=', before).where('used_at', 'is', null).execute();
    },
    touch: async (tx, sessionId, now) => {
      const touched = txOf(tx).updateTable('sessions').set({ last_used_at: now });
      await touched.where('session_id', '=', sessionId).execute();
    },
    findActor: (sessionId, userId, now) => findActor(database, sessionId, userId, now),
    listOf: (userId, now) => listOf(database, userId, now),
    end: async (tx, { userId, why, only, but }, now) => {
      let query = txOf(tx).updateTable('sessions').set({ ended_at: now, ended_why: why });
      query = query.where('user_id', '=', userId).where('ended_at', 'is', null).where('expires_at', '>', now);
      if (only) query = query.where('session_id', '=', only);
      if (but) query = query.where('session_id', '<>', but);
      const rows = await query.returning('session_id').execute();
      if (rows.length > 0) await wake(tx, { topic: 'access' });
      return rows.map((row) => row.session_id as SessionId);
    },
    removeExpired: async (now) => {
      const kept = sql<Date>`${now}::timestamptz - make_interval(days => ${KEEP_ENDED_DAYS})`;
      await database
        .deleteFrom('sessions')
        .where((where) => where.or([where('expires_at', '<=', now), where('ended_at', '<=', kept)]))
        .execute();
    },
  };
}

async function lockByRefreshToken(tx: Tx, hash: string): Promise<HeldSession | null> {
  // Two steps: a join would find the session by the token as it was before the lock was waited for.
  const token = txOf(tx).selectFrom('refresh_tokens').select('session_id');
  const row = await txOf(tx)
    .selectFrom('sessions')
    .innerJoin('users', 'users.user_id', 'sessions.user_id')
    .innerJoin('teams', 'teams.team_id', 'users.team_id')
    .select(['session_id', 'expires_at', 'ended_at', 'users.user_id', 'username', 'users.team_id'])
    .select((select) =>
      select.and([select('users.active', '=', true), select('teams.active', '=', true)]).as('active'),
    )
    .where('session_id', '=', token.where('token_hash', '=', hashBytes(hash)))
    .forUpdate('sessions')
    .executeTakeFirst();
  if (!row) return null;
  return {
    sessionId: row.session_id as SessionId,
    person: { userId: row.user_id as UserId, username: row.username, teamId: row.team_id as TeamId },
    expiresAt: row.expires_at,
    live: row.ended_at === null && Boolean(row.active),
  };
}

async function useOf(tx: Tx, hash: string): Promise<RefreshTokenUse> {
  const { rows } = await sql<{ used_at: Date | null; successor: boolean; sibling: boolean }>`
    select used_at,
      exists (select from refresh_tokens next where next.replaces = token.token_hash and next.used_at is not null) as successor,
      exists (select from refresh_tokens other where other.replaces = token.replaces
        and other.token_hash <> token.token_hash and other.used_at is not null) as sibling
    from refresh_tokens token where token_hash = ${hashBytes(hash)}`.execute(txOf(tx));
  const row = rows[0];
  if (!row) throw new Error('The refresh token went while its session was locked');
  return { usedAt: row.used_at, outrunBy: row.successor ? 'successor' : row.sibling ? 'sibling' : null };
}

async function findActor(
  database: Database,
  sessionId: SessionId,
  userId: UserId,
  now: Date,
): Promise<Actor | null> {
  const row = await database
    .selectFrom('sessions')
    .innerJoin('users', 'users.user_id', 'sessions.user_id')
    .innerJoin('teams', 'teams.team_id', 'users.team_id')
    .select(['username', 'roles', 'teams.team_id', 'team_name'])
    .where('session_id', '=', sessionId)
    .where('sessions.user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('users.active', '=', true)
    .where('teams.active', '=', true)
    .executeTakeFirst();
  if (!row) return null;
  return {
    userId,
    username: row.username,
    teamId: row.team_id as TeamId,
    teamName: row.team_name,
    projectId: null,
    projectName: null,
    granted: null,
    roles: row.roles as string[],
    scopes: scopesOfRoles(row.roles as string[]),
    via: 'session',
    tokenId: null,
    tokenName: null,
    sessionId,
    address: null,
    requestId: null,
  };
}

async function listOf(database: Database, userId: UserId, now: Date) {
  const query = database.selectFrom('sessions').selectAll().where('user_id', '=', userId);
  const live = query.where('ended_at', 'is', null).where('expires_at', '>', now);
  const rows = await live.orderBy('last_used_at', 'desc').limit(200).execute();
  return rows.map((row) => ({
    sessionId: row.session_id as SessionId,
    how: row.how as SessionHow,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    address: row.address,
    userAgent: row.user_agent,
  }));
}
