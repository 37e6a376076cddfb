/** From settings to a migrated database: the embedded one, or the one of DATABASE_URL. */
import { join } from 'node:path';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Log } from '../../kernel/log.ts';
import { connectToPostgres, type Pool } from './connect.ts';
import { createDatabase, type Database } from './database.ts';
import { acquireOwnerLock } from './embedded/owner-lock.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import { migrate } from './migrate.ts';
import { dropPartitionsBefore, ensurePartitions } from './partitions.ts';
import { createPostgresWakeListener, type ListeningWakes } from './wake-listener.ts';

export type OpenedDatabase = {
  database: Database;
  wakes: ListeningWakes;
  ensurePartitions(now: Date): Promise<unknown>;
  dropResultsBefore(moment: Date): Promise<unknown>;
  close(): Promise<void>;
};

type Settings = { dataFolder: string; databaseUrl: string | null; migrationsFolder?: string };
type OpenRefusal = { code: string; message: string };

export async function openDatabase(
  settings: Settings,
  log: Log,
): Promise<Result<OpenedDatabase, OpenRefusal>> {
  const running = settings.databaseUrl
    ? await claimFolder(settings, settings.databaseUrl)
    : await startEmbeddedPostgres({ ...settings, log });
  if (!running.ok) return running;
  const opened = await connectAndMigrate(settings, running.value.url, log);
  if (!opened.ok) {
    await running.value.stop();
    return opened;
  }
  const { pool, wakes } = opened.value;
  const database = createDatabase(pool);
  return ok({
    database,
    wakes,
    ensurePartitions: (now) => ensurePartitions(pool, now),
    dropResultsBefore: (moment) => dropPartitionsBefore(pool, moment),
    close: async () => {
      await wakes.stop();
      await database.destroy();
      await running.value.stop();
    },
  });
}

/** With a database elsewhere the data folder still has one owner: its artifacts, workspaces and server.json. */
async function claimFolder(
  { dataFolder }: Settings,
  url: string,
): Promise<Result<{ url: string; stop(): Promise<void> }, OpenRefusal>> {
  const lock = await acquireOwnerLock(join(dataFolder, 'server.lock'));
  if (lock.ok) return ok({ url, stop: () => lock.value.release() });
  const message = `${dataFolder} is in use by the running process ${lock.error.pid}. Stop that one, or use another --data-dir.`;
  return refuse({ code: 'already-running', message });
}

async function connectAndMigrate(
  settings: Settings,
  url: string,
  log: Log,
): Promise<Result<{ pool: Pool; wakes: ListeningWakes }, OpenRefusal>> {
  const pool = await connectToPostgres({ url, log, maxConnections: 30 });
  if (!pool.ok) return pool;
  const migrated = await migrate(pool.value, settings.migrationsFolder);
  if (!migrated.ok) {
    await pool.value.end();
    return migrated;
  }
  if (migrated.value.applied.length > 0)
    log.info({ migrations: migrated.value.applied }, 'brought the database up to date');
  const wakes = createPostgresWakeListener(url, log);
  await wakes.start();
  return ok({ pool: pool.value, wakes });
}
