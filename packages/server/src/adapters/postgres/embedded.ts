/**
 * A real PostgreSQL of one's own, in a data folder.
 *
 * Owns, in that folder: postgres/ (the cluster), postgres.lock (who runs it), postgres.log,
 * postgres.password, socket/. Does not own: other files there, nor what the database holds.
 * Invariants: at most one live process owns the folder; the cluster is complete or absent; PostgreSQL
 * outlives the owner when that is killed, and the next owner takes it over and then owns its stop.
 */
import { mkdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Log } from '../../kernel/log.ts';
import { connectToPostgres } from './connect.ts';
import { type Address, keepPassword, toUrl } from './embedded/address.ts';
import { findBinaries } from './embedded/binaries.ts';
import { initialiseCluster } from './embedded/initialise-cluster.ts';
import { acquireOwnerLock, type OwnerLock } from './embedded/owner-lock.ts';
import { choosePostgresUser } from './embedded/postgres-user.ts';
import {
  findPostmaster,
  hasEndedWithin,
  type Postmaster,
  readPidFile,
  stopPostmaster,
} from './embedded/postmaster.ts';
import type { EmbeddedRefusal } from './embedded/refusal.ts';
import { type Started, startPostmaster } from './embedded/start-postmaster.ts';

export type { EmbeddedRefusal } from './embedded/refusal.ts';

export type EmbeddedPostgres = {
  url: string;
  /** Whether it was found running, left by an owner that was killed. */
  origin: 'started' | 'taken-over';
  pid: number;
  /** Ends its connections and stops it, then lets go of the folder. Safe to call twice. */
  stop(): Promise<void>;
};

export type EmbeddedSettings = {
  /** Absolute; made when it is not there. */
  dataFolder: string;
  log: Log;
  /** `unsafe` for databases that are thrown away; they do not outlive a power failure. */
  durability?: 'safe' | 'unsafe';
};

const DATABASE = 'gauntlet';
const STOP_SECONDS = 60;

/** Fitting for one host that also runs the tests. */
const SETTINGS = {
  shared_buffers: '128MB',
  max_connections: '200',
  max_parallel_workers_per_gather: '0', // containers commonly have too little shared memory for it
  jit: 'off', // short queries: compiling costs more than it saves
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};
const UNSAFE_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

export async function startEmbeddedPostgres(
  settings: EmbeddedSettings,
): Promise<Result<EmbeddedPostgres, EmbeddedRefusal>> {
  const folder = await prepareFolder(settings.dataFolder);
  if (!folder.ok) return folder;
  const lock = await acquireOwnerLock(join(folder.value, 'postgres.lock'));
  if (!lock.ok) {
    const message = `${folder.value} is in use by the running process ${lock.error.pid}. Stop that one, or use another --data-dir.`;
    return refuse({ code: 'already-running', message, pid: lock.error.pid });
  }
  try {
    const running = await bringUp({ ...settings, dataFolder: folder.value });
    if (running.ok) return ok(toEmbedded(running.value, lock.value));
    await lock.value.release();
    return running;
  } catch (error) {
    await lock.value.release();
    throw error;
  }
}

type Running = { identity: Postmaster['identity']; url: string; origin: EmbeddedPostgres['origin'] };

function toEmbedded({ identity, url, origin }: Running, lock: OwnerLock): EmbeddedPostgres {
  let stopped: Promise<void> | undefined;
  const stop = () => stopPostmaster(identity, STOP_SECONDS).finally(() => lock.release());
  return {
    url,
    origin,
    pid: identity.pid,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

async function prepareFolder(dataFolder: string): Promise<Result<string, EmbeddedRefusal>> {
  try {
    // For root, PostgreSQL's own user must be able to pass; what is secret in here has its own mode.
    await mkdir(dataFolder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    return ok(await realpath(dataFolder));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `The data folder ${dataFolder} cannot be used: ${why}. Name another, or mend its permissions.`;
    return refuse({ code: 'data-folder-unusable', message, cause });
  }
}

async function bringUp(settings: EmbeddedSettings): Promise<Result<Running, EmbeddedRefusal>> {
  const { dataFolder, log, durability = 'safe' } = settings;
  const binaries = await findBinaries();
  if (!binaries.ok) return binaries;
  const user = await choosePostgresUser([dataFolder, dirname(binaries.value.postgres)]);
  if (!user.ok) return user;
  const plan = { dataFolder, log, durability, user: user.value, ...binaries.value };
  const cluster = await initialiseCluster(plan);
  if (!cluster.ok) return cluster;
  const takenOver = await takeOver(cluster.value, dataFolder, log);
  if (takenOver) return ok(takenOver);
  const tuning = durability === 'unsafe' ? { ...SETTINGS, ...UNSAFE_SETTINGS } : SETTINGS;
  const started = await startPostmaster({ ...plan, cluster: cluster.value, settings: tuning });
  if (!started.ok) return started;
  return prepareDatabase(started.value, log);
}

async function prepareDatabase(
  { identity, address }: Started,
  log: Log,
): Promise<Result<Running, EmbeddedRefusal>> {
  const refusal = await createDatabaseOnce(toUrl(address, 'postgres'), log);
  if (!refusal) return ok({ identity, url: toUrl(address, DATABASE), origin: 'started' });
  await stopPostmaster(identity, STOP_SECONDS);
  return refuse(refusal);
}

async function createDatabaseOnce(url: string, log: Log): Promise<EmbeddedRefusal | undefined> {
  const pool = await connectToPostgres({ url, log, maxConnections: 1 });
  if (!pool.ok) return { code: 'start-failed', message: pool.error.message, cause: pool.error.cause };
  try {
    const { rowCount } = await pool.value.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await pool.value.query(`create database ${DATABASE} template template0`);
    return undefined;
  } finally {
    await pool.value.end();
  }
}

/** What a killed owner left running: taken over when it can be used, else ended. */
async function takeOver(cluster: string, dataFolder: string, log: Log): Promise<Running | undefined> {
  for (let found = await findPostmaster(cluster); found; found = await findPostmaster(cluster)) {
    const url = await findUsableUrl(found, cluster, dataFolder, log);
    if (url) {
      log.info({ pid: found.identity.pid }, 'Took over the PostgreSQL that an earlier Gauntlet left running');
      return { identity: found.identity, url, origin: 'taken-over' };
    }
    log.warn({ pid: found.identity.pid }, 'Ending a PostgreSQL left running that cannot be used');
    await stopPostmaster(found.identity, STOP_SECONDS);
  }
  return undefined;
}

/** Waits while it starts or stops. */
async function findUsableUrl(found: Postmaster, cluster: string, dataFolder: string, log: Log) {
  const deadline = Date.now() + STOP_SECONDS * 1000;
  let file = found.file;
  while (typeof file === 'object' && file.status !== 'ready' && Date.now() < deadline) {
    if (await hasEndedWithin(found.identity, 0.1)) return undefined;
    file = await readPidFile(cluster);
  }
  if (typeof file !== 'object' || file.port === undefined) return undefined;
  const address: Address = file.socketFolder
    ? { kind: 'socket', folder: file.socketFolder, port: file.port }
    : { kind: 'loopback', port: file.port, password: await keepPassword(dataFolder) };
  const refusal = await createDatabaseOnce(toUrl(address, 'postgres'), log);
  return refusal ? undefined : toUrl(address, DATABASE);
}
