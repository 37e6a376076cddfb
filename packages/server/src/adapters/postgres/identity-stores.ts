/** Rows of users, teams, api_tokens and sign_in_links. */
import type { Scope, TeamId, TokenId, UserId } from '@gauntlet/contract';
import { effectiveScopes } from '@gauntlet/core/identity';
import { sql } from 'kysely';
import type { Actor, HeldToken, NewToken, People, SignInLinks, TokenStore } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf, wake } from './database.ts';
import { hashBytes } from './hash-bytes.ts';
import { accountOf } from './passwords.ts';

export function createPostgresPeople(): People {
  return {
    ensureFirstAdmin: async (tx, names) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('gauntlet.first-admin', 0))`.execute(txOf(tx));
      const found = await findOldestAdmin(tx);
      if (found) return { userId: found.user_id as UserId, created: false };
      await txOf(tx)
        .insertInto('teams')
        .values({ team_id: names.teamId, team_name: names.teamName })
        .execute();
      const user = {
        user_id: names.userId,
        username: names.username,
        team_id: names.teamId,
        roles: JSON.stringify(['admin']),
      };
      await txOf(tx).insertInto('users').values(user).execute();
      return { userId: names.userId, created: true };
    },
    oldestAdminTeam: async (tx) => ((await findOldestAdmin(tx))?.team_id as TeamId | undefined) ?? null,
  };
}

const findOldestAdmin = (tx: Tx) =>
  txOf(tx)
    .selectFrom('users')
    .innerJoin('teams', 'teams.team_id', 'users.team_id')
    .select(['users.user_id', 'users.team_id'])
    .where('users.active', '=', true)
    .where('teams.active', '=', true)
    .where(sql<boolean>`roles ? 'admin'`)
    .orderBy('users.created_at')
    .limit(1)
    .executeTakeFirst();

export function createPostgresTokenStore(database: Database): TokenStore {
  return {
    insert,
    findActor: (hash, now) => findActor(database, { column: 'token_hash', is: hash }, now),
    findActorAgain: (tokenId, now) => findActor(database, { column: 'token_id', is: tokenId }, now),
    touch: async (tokenId, now) => {
      // Once a minute is often enough to say when a token was last used, and spares a write a request.
      const stale = database
        .updateTable('api_tokens')
        .set({ last_used_at: now })
        .where('token_id', '=', tokenId);
      await stale
        .where(
          sql<boolean>`(last_used_at is null or last_used_at < ${now}::timestamptz - interval '1 minute')`,
        )
        .execute();
    },
    holdLive: async (tx, userId, now) => {
      await sql`select from users where user_id = ${userId} for no key update`.execute(txOf(tx));
      const { rows } = await sql<{ live: number }>`
        select count(*)::int as live from api_tokens where user_id = ${userId} and kind = 'token' and not revoked
          and (expires_at is null or expires_at > ${now})`.execute(txOf(tx));
      return rows[0]?.live ?? 0;
    },
    listOf: async (userId) => {
      const query = database
        .selectFrom('api_tokens')
        .selectAll()
        .where('user_id', '=', userId)
        .where('kind', '=', 'token');
      const rows = await query.where('revoked', '=', false).orderBy('created_at', 'desc').execute();
      return rows.map((row) => ({
        tokenId: row.token_id as TokenId,
        name: row.token_name,
        prefix: row.token_prefix ?? '',
        scopes: row.scopes as Scope[],
        createdAt: row.created_at,
        expiresAt: row.expires_at,
        lastUsedAt: row.last_used_at,
      }));
    },
    removeExpired: async (now) => {
      await database.deleteFrom('api_tokens').where('expires_at', '<=', now).execute();
      await database.deleteFrom('sign_in_links').where('expires_at', '<=', now).execute();
    },
    lock,
    revoke: async (tx, tokenId) => {
      const query = txOf(tx).updateTable('api_tokens').set({ revoked: true });
      await query.where('token_id', '=', tokenId).execute();
      await wake(tx, { topic: 'access' });
    },
    removeLocal: async (tx, userId, name) => {
      const local = txOf(tx)
        .deleteFrom('api_tokens')
        .where('user_id', '=', userId)
        .where('kind', '=', 'local');
      await local.where('token_name', '=', name).execute();
    },
  };
}

async function insert(tx: Tx, token: NewToken): Promise<void> {
  await txOf(tx)
    .insertInto('api_tokens')
    .values({
      token_id: token.tokenId,
      user_id: token.userId,
      token_name: token.name,
      token_hash: token.hash,
      token_prefix: token.prefix,
      scopes: JSON.stringify(token.scopes),
      kind: token.kind,
      expires_at: token.expiresAt,
    })
    .execute();
}

async function lock(tx: Tx, tokenId: TokenId): Promise<HeldToken | null> {
  const row = await txOf(tx)
    .selectFrom('api_tokens as token')
    .innerJoin('users', 'users.user_id', 'token.user_id')
    .select(['token_name', 'users.user_id', 'username', 'team_id', 'roles'])
    .where('token_id', '=', tokenId)
    .where('revoked', '=', false)
    .forUpdate('token')
    .executeTakeFirst();
  if (!row) return null;
  const { user_id: userId, username, team_id: teamId, roles } = row;
  return {
    name: row.token_name,
    owner: { userId: userId as UserId, username, teamId: teamId as TeamId, roles: roles as string[] },
  };
}

type TokenKey = { column: 'token_hash' | 'token_id'; is: string };

async function findActor(database: Database, key: TokenKey, now: Date): Promise<Actor | null> {
  const row = await database
    .selectFrom('api_tokens as token')
    .innerJoin('users', 'users.user_id', 'token.user_id')
    .innerJoin('teams', 'teams.team_id', 'users.team_id')
    .select([
      'token.token_id',
      'token.token_name',
      'token.kind',
      'token.scopes',
      'users.user_id',
      'users.username',
      'users.roles',
      'teams.team_id',
      'teams.team_name',
    ])
    .where(`token.${key.column}`, '=', key.is)
    .where('token.revoked', '=', false)
    .where((where) => where.or([where('token.expires_at', 'is', null), where('token.expires_at', '>', now)]))
    .where('users.active', '=', true)
    .where('teams.active', '=', true)
    .executeTakeFirst();
  if (!row) return null;
  return {
    userId: row.user_id as UserId,
    username: row.username,
    teamId: row.team_id as TeamId,
    teamName: row.team_name,
    roles: row.roles as string[],
    scopes: effectiveScopes(row.scopes as Scope[], row.roles as string[]),
    projectId: null,
    projectName: null,
    granted: row.scopes as Scope[],
    via: row.kind === 'local' ? 'local' : 'token',
    tokenId: row.token_id as TokenId,
    tokenName: row.token_name,
    sessionId: null,
    address: null,
    requestId: null,
  };
}

export function createPostgresSignInLinks(): SignInLinks {
  return {
    insert: async (tx, link) => {
      const row = {
        link_hash: hashBytes(link.hash),
        user_id: link.userId,
        expires_at: link.expiresAt,
      };
      await txOf(tx).insertInto('sign_in_links').values(row).execute();
    },
    redeem: async (tx, hash, now) => {
      const query = txOf(tx)
        .updateTable('sign_in_links')
        .set({ used_at: now })
        .where('link_hash', '=', hashBytes(hash));
      const row = await query
        .where('used_at', 'is', null)
        .where('sign_in_links.expires_at', '>', now)
        .from('users')
        .innerJoin('teams', 'teams.team_id', 'users.team_id')
        .whereRef('users.user_id', '=', 'sign_in_links.user_id')
        .where('users.active', '=', true)
        .where('teams.active', '=', true)
        .returning(['users.user_id', 'username', 'users.team_id', 'password_hash'])
        .executeTakeFirst();
      return row ? accountOf(row) : null;
    },
  };
}
