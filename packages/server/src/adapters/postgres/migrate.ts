/**
 * Brings a database to the schema of this program.
 *
 * Owns: schema_migrations (name, checksum, applied_at). Does not own: what the files create.
 * Invariants: each file is run once, in the order of its number, and never changed afterwards; all that
 * are missing are applied in one transaction, or none; of any number of callers at once, one applies and
 * the others find it done; a database that is not ours, or is newer than this program, is left untouched.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Pool, PoolClient } from './connect.ts';
import {
  type AppliedMigration,
  type MigrateRefusal,
  type Migration,
  planMigrations,
} from './plan-migrations.ts';

export type MigrateReport = {
  /** Names of the files that were run now, in order. */
  applied: string[];
};

export const MIGRATIONS_FOLDER = join(import.meta.dirname, 'migrations');
const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;
const LOCK = `select pg_advisory_xact_lock(hashtextextended('gauntlet.migrations', 0))`;

export async function migrate(
  pool: Pool,
  folder: string = MIGRATIONS_FOLDER,
): Promise<Result<MigrateReport, MigrateRefusal>> {
  const known = await readMigrations(folder);
  return transact(pool, 'commit', (client) => applyMissing(client, known));
}

/** Names of the files that are still to be run; waits for whoever is running them. Changes nothing. */
export async function missingMigrations(
  pool: Pool,
  folder: string = MIGRATIONS_FOLDER,
): Promise<Result<string[], MigrateRefusal>> {
  const known = await readMigrations(folder);
  const plan = await transact(pool, 'rollback', (client) => planMissing(client, known));
  return plan.ok ? ok(plan.value.map(({ name }) => name)) : plan;
}

async function transact<Value>(
  pool: Pool,
  ending: 'commit' | 'rollback',
  work: (client: PoolClient) => Promise<Result<Value, MigrateRefusal>>,
): Promise<Result<Value, MigrateRefusal>> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const outcome = await work(client);
    await client.query(outcome.ok ? ending : 'rollback');
    client.release();
    return outcome;
  } catch (error) {
    client.release(true); // closing the connection rolls back, whatever state it is in
    throw error;
  }
}

async function planMissing(
  client: PoolClient,
  known: Migration[],
): Promise<Result<Migration[], MigrateRefusal>> {
  await client.query(LOCK);
  const applied = await readApplied(client);
  return applied.ok ? planMigrations(known, applied.value) : applied;
}

async function applyMissing(
  client: PoolClient,
  known: Migration[],
): Promise<Result<MigrateReport, MigrateRefusal>> {
  const plan = await planMissing(client, known);
  if (!plan.ok) return plan;
  for (const migration of plan.value) {
    const refusal = await applyOne(client, migration);
    if (refusal) return refuse(refusal);
  }
  return ok({ applied: plan.value.map(({ name }) => name) });
}

async function applyOne(client: PoolClient, migration: Migration): Promise<MigrateRefusal | undefined> {
  try {
    await client.query(migration.sql);
    await client.query('insert into schema_migrations (name, checksum, applied_at) values ($1, $2, now())', [
      migration.name,
      migration.checksum,
    ]);
    return undefined;
  } catch (cause) {
    return explainFailure(cause, `The migration ${migration.name} failed and nothing was changed`);
  }
}

/** What was applied so far; makes the table in a database that is empty. */
async function readApplied(client: PoolClient): Promise<Result<AppliedMigration[], MigrateRefusal>> {
  const { rows } = await client.query<{ table_name: string; columns: string[] }>(OWN_TABLES);
  const history = rows.find((row) => row.table_name === 'schema_migrations');
  if (history && ['name', 'checksum', 'applied_at'].every((column) => history.columns.includes(column))) {
    const applied = await client.query<AppliedMigration>(
      'select name, checksum from schema_migrations order by name',
    );
    return ok(applied.rows);
  }
  if (rows.length > 0) return refuse(foreignDatabase(rows.map((row) => row.table_name)));
  try {
    await client.query(
      'create table schema_migrations (name text primary key, checksum text not null, applied_at timestamptz not null)',
    );
    return ok([]);
  } catch (cause) {
    return refuse(explainFailure(cause, 'The table schema_migrations cannot be created'));
  }
}

/** Tables and views of the schema we would create ours in, but those an extension brought along. */
const OWN_TABLES = `
  select relname as table_name,
    (select array_agg(attname::text) from pg_attribute where attrelid = pg_class.oid and attnum > 0) as columns
  from pg_class
  where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
    and not exists (
      select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')
  order by relname`;

function foreignDatabase(tables: string[]): MigrateRefusal {
  const some = tables.slice(0, 5).join(', ') + (tables.length > 5 ? ', ...' : '');
  const message = `The database holds tables that are not Gauntlet's (${some}). Nothing was changed: name an empty database, or Gauntlet's own, in the database URL.`;
  return { code: 'foreign-database', message };
}

function explainFailure(cause: unknown, what: string): MigrateRefusal {
  if (!(cause instanceof Error) || !('code' in cause)) throw cause;
  if (cause.code === '42501') {
    const message = `${what}: ${cause.message}. Make the user of the database URL the owner of the database, or grant it CREATE on the schema.`;
    return { code: 'no-permission', message, cause };
  }
  return { code: 'migration-failed', message: `${what}: ${cause.message}.`, cause };
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const odd = names.find((name) => !FILE_NAME.test(name));
  if (odd) throw new Error(`${join(folder, odd)} is not named like a migration: 0001_what_it_does.sql`);
  return Promise.all(names.map((name) => readMigration(folder, name)));
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  // Line ends differ between checkouts of the same commit.
  const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}
