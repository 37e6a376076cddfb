/**
 * A pool of connections to any PostgreSQL from 15 on.
 *
 * Values as they arrive: int8 and numeric are JavaScript numbers. An int8 beyond 2^53 is an error rather
 * than a rounded value; a numeric is rounded to a double, which every value of ours was in the first
 * place. timestamptz is a Date, bytea a Buffer, uuid a string.
 */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import pg from 'pg';
import type { Log } from '../../kernel/log.ts';
import {
  type ConnectRefusal,
  describeConnectError,
  describeTarget,
  judgeServer,
  type ServerFacts,
} from './connect-refusal.ts';

export type Pool = pg.Pool;
export type PoolClient = pg.PoolClient;

export type ConnectSettings = {
  /** postgresql://user:password@host:port/database; a socket folder as ?host=/folder. */
  url: string;
  log: Log;
  /** Told to the server, so that its own views say who is connected. */
  applicationName?: string;
  maxConnections?: number;
  /** For one connection to come about, or to become free. */
  timeoutSeconds?: number;
};

const INT8 = 20;
const INT8_ARRAY = 1016;
const NUMERIC = 1700;
const NUMERIC_ARRAY = 1231;
const TEXT_ARRAY: number = 1009;

/**
 * Opens a pool and proves with one connection that the database can be used.
 *
 * @returns a pool to be ended by the caller; or why not, in words that say what to do. No message holds
 *   the password.
 */
export async function connectToPostgres(settings: ConnectSettings): Promise<Result<Pool, ConnectRefusal>> {
  const target = describeTarget(settings.url);
  if (!target.ok) return target;
  const pool = createPool(settings);
  const refusal = await inspectServer(pool, target.value);
  if (!refusal) return ok(pool);
  await pool.end();
  return refuse(refusal);
}

function createPool(settings: ConnectSettings): Pool {
  const pool = new pg.Pool({
    connectionString: settings.url,
    application_name: settings.applicationName ?? 'gauntlet',
    max: settings.maxConnections ?? 20,
    connectionTimeoutMillis: (settings.timeoutSeconds ?? 10) * 1000,
    keepAlive: true,
    types: { getTypeParser },
    // Compiling a query takes seconds, and each of ours is over before: where it is built in, the planner would do
    // it whenever a query looks dear, with those whose costs it cannot know first.
    onConnect: (client) => client.query('set jit = off') as never,
  });
  // Without a listener the loss of an idle connection would end the process; the pool opens another.
  pool.on('error', (error) => {
    if (!pool.ending) settings.log.warn({ error: error.message }, 'An idle database connection was lost');
  });
  // The pool stops listening to a connection that it is closing: a last word of the server must not end the process.
  pool.on('connect', (client) =>
    client.on('error', (error) => settings.log.debug({ error }, 'A connection ended')),
  );
  return pool;
}

async function inspectServer(pool: Pool, target: string): Promise<ConnectRefusal | undefined> {
  try {
    const { rows } = await pool.query<ServerFacts>(
      `select current_setting('server_version_num')::int as version, current_setting('server_version') as release,
         current_setting('server_encoding') as encoding`,
    );
    return rows[0] && judgeServer(rows[0], target);
  } catch (cause) {
    return describeConnectError(cause, target);
  }
}

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary') {
    if (oid === INT8) return toSafeInteger;
    if (oid === NUMERIC) return Number;
    if (oid === INT8_ARRAY) return arrayOf(toSafeInteger);
    if (oid === NUMERIC_ARRAY) return arrayOf(Number);
  }
  return pg.types.getTypeParser(oid, format);
};

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`The bigint ${text} is too large for a JavaScript number`);
  return value;
}

const arrayOf = (parseElement: (text: string) => number) => (text: string) =>
  (pg.types.getTypeParser(TEXT_ARRAY, 'text')(text) as (string | null)[]).map((element) =>
    element === null ? null : parseElement(element),
  );
