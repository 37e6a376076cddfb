import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../testing/silent-log.ts';
import {
  createEmptyDatabase,
  createTestDatabase,
  type TestDatabase,
} from '../../testing/template-database.ts';
import { connectToPostgres } from './connect.ts';
import { MIGRATIONS_FOLDER, migrate } from './migrate.ts';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createEmptyDatabase();
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-migrations-'));
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const write = (name: string, sql: string) => writeFile(join(folder, name), sql);
const tables = async () =>
  (
    await database.pool.query(`select tablename from pg_tables where schemaname = 'public' order by 1`)
  ).rows.map((row) => row.tablename);
const refusalOf = async () => {
  const outcome = await migrate(database.pool, folder);
  if (outcome.ok) throw new Error('was not refused');
  return outcome.error;
};

test('an empty database gets every migration once, and a second run applies nothing', async () => {
  const names = (await readdir(MIGRATIONS_FOLDER)).sort();
  expect(await migrate(database.pool)).toEqual({ ok: true, value: { applied: names } });
  expect(await migrate(database.pool)).toEqual({ ok: true, value: { applied: [] } });
  const { rows } = await database.pool.query('select name from schema_migrations order by name');
  expect(rows.map((row) => row.name)).toEqual(names);
});

test('of several servers that start at once, one migrates and none fails', async () => {
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => migrate(database.pool)));
  const applied = outcomes.map((outcome) => (outcome.ok ? outcome.value.applied.length : outcome.error));
  const all = (await readdir(MIGRATIONS_FOLDER)).length;
  expect(applied.sort()).toEqual([0, 0, 0, 0, 0, all]);
});

test('only the missing migrations are applied, in the order of their numbers', async () => {
  await write('0001_one.sql', 'create table one (a int);');
  await migrate(database.pool, folder);
  await write('0010_three.sql', 'insert into two values (2);');
  await write('0002_two.sql', 'create table two (a int);');
  expect(await migrate(database.pool, folder)).toEqual({
    ok: true,
    value: { applied: ['0002_two.sql', '0010_three.sql'] },
  });
});

test('a failing migration leaves nothing behind, not even of those before it', async () => {
  await write('0001_one.sql', 'create table one (a int);');
  await write('0002_two.sql', 'create table two (a int); select 1 / 0;');
  expect(await refusalOf()).toMatchObject({ code: 'migration-failed' });
  expect((await refusalOf()).message).toBe(
    'The migration 0002_two.sql failed and nothing was changed: division by zero.',
  );
  expect(await tables()).toEqual([]);
});

test('an applied migration that was changed since is refused by name', async () => {
  await write('0001_one.sql', 'create table one (a int);');
  await migrate(database.pool, folder);
  await write('0001_one.sql', 'create table one (a bigint);');
  const refusal = await refusalOf();
  expect(refusal.code).toBe('migration-changed');
  expect(refusal.message).toContain('0001_one.sql');
});

test('line ends of a checkout do not count as a change', async () => {
  await write('0001_one.sql', 'create table one (\n a int);\n');
  await migrate(database.pool, folder);
  await write('0001_one.sql', 'create table one (\r\n a int);\r\n');
  expect(await migrate(database.pool, folder)).toEqual({ ok: true, value: { applied: [] } });
});

test('a database that a newer program has migrated is left alone', async () => {
  await write('0001_one.sql', 'create table one (a int);');
  await write('0002_two.sql', 'create table two (a int);');
  await migrate(database.pool, folder);
  await rm(join(folder, '0002_two.sql'));
  await copyFile(join(folder, '0001_one.sql'), join(folder, '0003_three.sql'));
  expect(await refusalOf()).toMatchObject({ code: 'database-newer' });
  expect(await tables()).toEqual(['one', 'schema_migrations', 'two']);
});

test('a migration slipped in before an applied one is refused', async () => {
  await write('0002_two.sql', 'create table two (a int);');
  await migrate(database.pool, folder);
  await write('0001_one.sql', 'create table one (a int);');
  expect(await refusalOf()).toMatchObject({ code: 'migration-out-of-order' });
});

test("another program's database is refused and not written to", async () => {
  await database.pool.query('create table customers (id int); create view emails as select 1 as a');
  const refusal = await refusalOf();
  expect(refusal.code).toBe('foreign-database');
  expect(refusal.message).toContain('customers, emails');
  expect(await tables()).toEqual(['customers']);
});

test("another program's schema_migrations is not taken for ours", async () => {
  await database.pool.query('create table schema_migrations (version text primary key)');
  expect(await refusalOf()).toMatchObject({ code: 'foreign-database' });
});

test('a user who may not create tables is told so', async () => {
  const role = `gauntlet_test_reader_${randomUUID().replaceAll('-', '')}`;
  await database.pool.query(`create role ${role}; grant ${role} to current_user`);
  const asReader = `${database.url}${database.url.includes('?') ? '&' : '?'}options=${encodeURIComponent(`-c role=${role}`)}`;
  const pool = await connectToPostgres({ url: asReader, log: silentLog });
  if (!pool.ok) throw new Error(pool.error.message);
  try {
    expect(await migrate(pool.value)).toMatchObject({ ok: false, error: { code: 'no-permission' } });
  } finally {
    await pool.value.end();
    await database.pool.query(`drop role ${role}`);
  }
});

test('a template clone is migrated and has the rows without which nothing runs', async () => {
  const clone = await createTestDatabase();
  try {
    const { rows } = await clone.pool.query(
      'select environment_name, provider, e.status from execution_environments e join clusters using (cluster_id)',
    );
    expect(rows).toEqual([{ environment_name: 'local', provider: 'local', status: 'ready' }]);
  } finally {
    await clone.drop();
  }
});
