import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../testing/silent-log.ts';
import { createEmptyDatabase, type TestDatabase } from '../../testing/template-database.ts';
import { connectToPostgres } from './connect.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createEmptyDatabase();
});

afterAll(() => database.drop());

async function refusalOf(url: string, timeoutSeconds = 10) {
  const outcome = await connectToPostgres({ url, log: silentLog, timeoutSeconds });
  if (!outcome.ok) return outcome.error;
  await outcome.value.end();
  throw new Error('was not refused');
}

const value = async (expression: string) => {
  const { rows } = await database.pool.query(`select ${expression} as value`);
  return rows[0]?.value;
};

test('values come as the types of the code say', async () => {
  expect(await value('9007199254740991::int8')).toBe(Number.MAX_SAFE_INTEGER);
  expect(await value('count(*)')).toBe(1);
  expect(await value('0.1::numeric')).toBe(0.1);
  expect(await value("'{1,null,3}'::int8[]")).toEqual([1, null, 3]);
  expect(await value("'{1.5,2}'::numeric[]")).toEqual([1.5, 2]);
  expect(await value('\'{a,"b,c"}\'::text[]')).toEqual(['a', 'b,c']);
  expect(await value("'2030-01-02 03:04:05.678+00'::timestamptz")).toEqual(
    new Date('2030-01-02T03:04:05.678Z'),
  );
  expect(await value("'\\x00ff'::bytea")).toEqual(Buffer.from([0, 255]));
  expect(await value(`'{"a": [1]}'::jsonb`)).toEqual({ a: [1] });
});

test('a bigint that a number cannot hold is an error, not another number', async () => {
  await expect(value('9007199254740993::int8')).rejects.toThrow('9007199254740993');
  expect(await value('1')).toBe(1);
});

test('no connection compiles queries, and none is handed out before that is said', async () => {
  const settings = await Promise.all(Array.from({ length: 8 }, () => value("current_setting('jit')")));
  expect(new Set(settings)).toEqual(new Set(['off']));
});

test('the loss of an idle connection is noted and the next query gets a new one', async () => {
  const noted: string[] = [];
  const log = { ...silentLog, warn: (_: object, message: string) => noted.push(message) };
  const pool = await connectToPostgres({ url: database.url, log });
  if (!pool.ok) throw new Error(pool.error.message);
  const { rows } = await pool.value.query('select pg_backend_pid() as pid');
  await database.pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
  await expect.poll(() => noted, { timeout: 10_000 }).toEqual(['An idle database connection was lost']);
  expect((await pool.value.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await pool.value.end();
});

test('a database that is not there is named', async () => {
  const url = database.url.replace(/gauntlet_test_\w+/, 'never_made');
  const refusal = await refusalOf(url);
  expect(refusal.code).toBe('no-such-database');
  expect(refusal.message).toContain('"never_made"');
});

test('a port nobody listens on, and a socket nobody made, are unreachable', async () => {
  expect(await refusalOf('postgresql://ann:s3cret@127.0.0.1:1/db')).toMatchObject({ code: 'unreachable' });
  expect(await refusalOf('postgresql://ann@/db?host=/never/made')).toMatchObject({ code: 'unreachable' });
});

test('a server that takes the connection and says nothing is a timeout', async () => {
  const mute = createServer(() => undefined);
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const address = mute.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  try {
    const refusal = await refusalOf(`postgresql://ann:s3cret@127.0.0.1:${address.port}/db`, 0.5);
    expect(refusal.code).toBe('timeout');
    expect(refusal.message).not.toContain('s3cret');
  } finally {
    mute.close();
  }
});
