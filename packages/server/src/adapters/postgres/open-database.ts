/** From settings to a migrated database: the embedded one, or the one of DATABASE_URL. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Log } from '../../kernel/log.ts';
import { connectToPostgres, type Pool } from './connect.ts';
import { createDatabase, type Database } from './database.ts';
import { acquireOwnerLock } from './embedded/owner-lock.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import { migrate, missingMigrations } from './migrate.ts';
import { dropPartitionsBefore, ensurePartitions } from './partitions.ts';
import { createPostgresWakeListener, type ListeningWakes } from './wake-listener.ts';

export type OpenedDatabase = {
  database: Database;
  wakes: ListeningWakes;
  ensurePartitions(now: Date): Promise<unknown>;
  dropResultsBefore(moment: Date): Promise<unknown>;
  close(): Promise<void>;
};

type Settings = {
  dataFolder: string;
  databaseUrl: string | null;
  /** In all: one of them listens. */
  databaseConnections: number;
  /** `wait`: for somebody else to bring the database up to date, who may be at it or begin later. */
  migrations: 'at-start' | 'wait';
  migrationsFolder?: string;
};
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
  const maxConnections = settings.databaseConnections - 1;
  const pool = await connectToPostgres({ url, log, maxConnections });
  if (!pool.ok) return pool;
  const migrated = await (settings.migrations === 'wait' ? awaitMigrations : bringUpToDate)(
    pool.value,
    settings,
    log,
  );
  if (!migrated.ok) {
    await pool.value.end();
    return migrated;
  }
  const wakes = createPostgresWakeListener(url, log);
  await wakes.start();
  return ok({ pool: pool.value, wakes });
}

/** Brings the database of the URL up to date, and nothing else. @returns the migrations that were run. */
export async function migrateDatabase(url: string, log: Log): Promise<Result<string[], OpenRefusal>> {
  const pool = await connectToPostgres({ url, log, maxConnections: 1 });
  if (!pool.ok) return pool;
  try {
    return await bringUpToDate(pool.value, {}, log);
  } finally {
    await pool.value.end();
  }
}

type Folder = Pick<Settings, 'migrationsFolder'>;

async function bringUpToDate(pool: Pool, settings: Folder, log: Log): Promise<Result<string[], OpenRefusal>> {
  const migrated = await migrate(pool, settings.migrationsFolder);
  if (!migrated.ok) return migrated;
  const { applied } = migrated.value;
  if (applied.length > 0) log.info({ migrations: applied }, 'brought the database up to date');
  return ok(applied);
}

const LOOK_MS = 2000;

/** Whoever deploys it puts an end to a wait that is in vain: this program cannot know who is to migrate, nor when. */
async function awaitMigrations(
  pool: Pool,
  settings: Folder,
  log: Log,
): Promise<Result<string[], OpenRefusal>> {
  for (let looks = 0; ; looks++) {
    const missing = await missingMigrations(pool, settings.migrationsFolder);
    if (!missing.ok || missing.value.length === 0) return missing;
    if (looks % 15 === 0)
      log.warn(
        { missing: missing.value },
        'the database is older than this program; waiting for `gauntlet migrate`',
      );
    await pause(LOOK_MS);
  }
}
