/** Databases on the server of a test run, whoever runs it. */
import { randomUUID } from 'node:crypto';
import { connectToPostgres, type Pool } from '../adapters/postgres/connect.ts';
import { migrate } from '../adapters/postgres/migrate.ts';
import { silentLog } from './silent-log.ts';

export type TestDatabase = {
  url: string;
  pool: Pool;
  /** Ends the pool and removes the database, whoever else is connected to it. */
  drop(): Promise<void>;
};

export async function createDatabaseFrom(adminUrl: string, template: string): Promise<TestDatabase> {
  const name = `gauntlet_test_${randomUUID().replaceAll('-', '')}`;
  await runAsAdmin(adminUrl, `create database ${name} template ${template}`);
  const url = withDatabase(adminUrl, name);
  const pool = await openPool(url);
  const drop = async () => {
    await pool.end();
    await waitUntilLeft(adminUrl, name);
    await dropDatabase(adminUrl, name);
  };
  return { url, pool, drop };
}

/** @returns the template's name. No connection to it may stay open: that would keep it from being cloned. */
export async function createTemplate(adminUrl: string): Promise<string> {
  const name = `gauntlet_template_${randomUUID().replaceAll('-', '')}`;
  await runAsAdmin(adminUrl, `create database ${name} template template0 encoding 'UTF8'`);
  const pool = await openPool(withDatabase(adminUrl, name));
  try {
    const migrated = await migrate(pool);
    if (!migrated.ok) throw new Error(migrated.error.message, { cause: migrated.error.cause });
  } finally {
    await pool.end();
  }
  return name;
}

export const dropDatabase = (adminUrl: string, name: string) =>
  runAsAdmin(adminUrl, `drop database if exists ${name} with (force)`);

const withDatabase = (url: string, name: string) =>
  url.replace(
    /^(postgres(?:ql)?:\/\/[^/]*\/?)[^?]*/,
    (_, server: string) => `${server.replace(/\/?$/, '/')}${name}`,
  );

async function openPool(url: string, maxConnections = 10): Promise<Pool> {
  const pool = await connectToPostgres({
    url,
    log: silentLog,
    maxConnections,
    applicationName: 'gauntlet tests',
  });
  if (!pool.ok) throw new Error(pool.error.message, { cause: pool.error.cause });
  return pool.value;
}

const LEAVE_MS = 3000;

/** Connections that are just closing may close in peace; whoever stays longer is thrown out by the drop. */
async function waitUntilLeft(adminUrl: string, name: string): Promise<void> {
  const admin = await openPool(adminUrl, 1);
  try {
    for (const until = performance.now() + LEAVE_MS; performance.now() < until; ) {
      const { rows } = await admin.query('select 1 from pg_stat_activity where datname = $1 limit 1', [name]);
      if (rows.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    await admin.end();
  }
}

async function runAsAdmin(adminUrl: string, statement: string): Promise<void> {
  const pool = await openPool(adminUrl, 1);
  try {
    await pool.query(statement);
  } finally {
    await pool.end();
  }
}
