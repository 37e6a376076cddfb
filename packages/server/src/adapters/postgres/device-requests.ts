/** Rows of device_requests and device_code_guesses. */
import type { DeviceRequestId, GrantableScope, Scope, TeamId, UserId } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { CodeGuesses, DeviceRequestRow, DeviceRequests, DeviceStatus } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf } from './database.ts';
import { hashBytes } from './hash-bytes.ts';

export function createPostgresDeviceRequests(database: Database): DeviceRequests {
  const change = (tx: Tx, id: DeviceRequestId) =>
    txOf(tx).updateTable('device_requests').where('device_request_id', '=', id);
  return {
    insert: async (tx, request) => {
      const row = {
        device_request_id: request.deviceRequestId,
        device_code_hash: hashBytes(request.deviceCodeHash),
        user_code_hash: hashBytes(request.userCodeHash),
        client_name: request.clientName,
        address: request.address,
        scopes_asked: JSON.stringify(request.scopesAsked),
        created_at: request.createdAt,
        expires_at: request.expiresAt,
        interval_seconds: request.intervalSeconds,
      };
      const query = txOf(tx).insertInto('device_requests').values(row);
      const inserted = await query.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
      return inserted.numInsertedOrUpdatedRows === 1n;
    },
    countPending: async (tx, address, now) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`gauntlet.device.${address}`}, 0))`.execute(
        txOf(tx),
      );
      const query = txOf(tx).selectFrom('device_requests').where('address', '=', address);
      const pending = query.where('status', '=', 'pending').where('expires_at', '>', now);
      const row = await pending.select((count) => count.fn.countAll<number>().as('n')).executeTakeFirst();
      return Number(row?.n ?? 0);
    },
    findByUserCode: async (hash) => rowOf(await find(database, 'user_code_hash', hash).executeTakeFirst()),
    lockByUserCode: async (tx, hash) => rowOf(await lock(tx, 'user_code_hash', hash)),
    lockByDeviceCode: async (tx, hash) => rowOf(await lock(tx, 'device_code_hash', hash)),
    decide: async (tx, id, { status, decidedBy, scopesGiven }) => {
      const decision = { status, decided_by: decidedBy, scopes_given: JSON.stringify(scopesGiven) };
      await change(tx, id).set(decision).execute();
    },
    redeem: async (tx, id) => void (await change(tx, id).set({ status: 'redeemed' }).execute()),
    noteQuestion: async (tx, id, { at, intervalSeconds }) => {
      await change(tx, id).set({ last_asked_at: at, interval_seconds: intervalSeconds }).execute();
    },
    removeExpired: async (now) => {
      await database.deleteFrom('device_requests').where('expires_at', '<=', now).execute();
      const old = sql<boolean>`guessed_at < ${now}::timestamptz - interval '1 day'`;
      await database.deleteFrom('device_code_guesses').where(old).execute();
    },
  };
}

type CodeColumn = 'user_code_hash' | 'device_code_hash';

const find = (from: Pick<Database, 'selectFrom'>, column: CodeColumn, hash: string) =>
  from
    .selectFrom('device_requests as request')
    .leftJoin('users', 'users.user_id', 'request.decided_by')
    .selectAll('request')
    .select(['users.username', 'users.team_id'])
    .where(`request.${column}`, '=', hashBytes(hash));

const lock = (tx: Tx, column: CodeColumn, hash: string) =>
  find(txOf(tx), column, hash).forUpdate('request').executeTakeFirst();

type Row = Awaited<ReturnType<ReturnType<typeof find>['executeTakeFirst']>>;

function rowOf(row: Row): DeviceRequestRow | null {
  if (!row) return null;
  const { decided_by, username, team_id } = row;
  return {
    deviceRequestId: row.device_request_id as DeviceRequestId,
    clientName: row.client_name,
    address: row.address,
    scopesAsked: row.scopes_asked as GrantableScope[],
    status: row.status as DeviceStatus,
    decidedBy:
      decided_by === null || username === null || team_id === null
        ? null
        : { userId: decided_by as UserId, username, teamId: team_id as TeamId },
    scopesGiven: (row.scopes_given ?? []) as Scope[],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    intervalSeconds: row.interval_seconds,
    lastAskedAt: row.last_asked_at,
  };
}

export function createPostgresCodeGuesses(database: Database): CodeGuesses {
  return {
    add: async ({ guessId, userId, now }) => {
      const guess = { guess_id: guessId, user_id: userId, guessed_at: now };
      await database.insertInto('device_code_guesses').values(guess).execute();
    },
    since: async (userId, moment) => {
      const query = database.selectFrom('device_code_guesses').select('guessed_at');
      const since = query.where('user_id', '=', userId).where('guessed_at', '>', moment);
      return (await since.orderBy('guessed_at').execute()).map((row) => row.guessed_at);
    },
    forgive: async (guessId) => {
      await database.deleteFrom('device_code_guesses').where('guess_id', '=', guessId).execute();
    },
  };
}
