/**
 * A server to measure: PostgreSQL and the server as `gauntlet up` runs them, in a folder of its own.
 *
 * Owns the folder, the database and the server's process, and ends all three. Invariant: after stop() no
 * process works in the folder, or it throws and names them.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, readlinkSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerFile } from '@gauntlet/contract';
import { readProcessTable } from '../packages/host/src/process-table.ts';
import { connectToPostgres, type Pool } from '../packages/server/src/adapters/postgres/connect.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../packages/server/src/adapters/postgres/embedded.ts';
import type { Log } from '../packages/server/src/kernel/log.ts';
import { callerEnvironment } from './caller-environment.ts';
import { type Api, createApi } from './server-api.ts';
import { askForStatementTimes } from './statement-times.ts';
import { waitFor } from './wait-for.ts';

export const ROOT = join(import.meta.dirname, '..');

export type Platform = {
  api: Api;
  pool: Pool;
  databaseUrl: string;
  /** For what is thrown away afterwards. */
  scratchFolder: string;
  dataFolder: string;
  serverPid: number;
  databasePid: number;
  stop(): Promise<void>;
};

const QUIET: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
function ignore(): void {
  // The database's own log says the same.
}

const START_SECONDS = 60;
const STOP_SECONDS = 30;

/** @param settings of the server, besides those of every installation */
export async function startPlatform(settings: Readonly<Record<string, string>> = {}): Promise<Platform> {
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-bench-'));
  await chmod(folder, 0o711); // PostgreSQL may run as a user of its own, which must get through
  const database = await startDatabase(join(folder, 'database'));
  const dataFolder = join(folder, 'data');
  const server = startServer(dataFolder, join(folder, 'server.log'), {
    ...settings,
    DATABASE_URL: database.url,
  });
  let ending: Promise<void> | null = null;
  const end = (pool: Pool | null): Promise<void> => {
    ending ??= endAll(pool); // an interrupted benchmark ends from two sides
    return ending;
  };
  const endAll = async (pool: Pool | null): Promise<void> => {
    await endServer(server);
    await pool?.end();
    await database.stop();
    await refuseLeftOvers(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const { url, token } = await announcedIn(dataFolder, server, join(folder, 'server.log'));
    const pool = await connectToPostgres({ url: database.url, log: QUIET, maxConnections: 4 });
    if (!pool.ok) throw new Error(pool.error.message);
    return {
      api: createApi(url, token),
      pool: pool.value,
      databaseUrl: database.url,
      scratchFolder: folder,
      dataFolder,
      serverPid: server.pid as number,
      databasePid: database.pid,
      stop: () => end(pool.value),
    };
  } catch (cause) {
    await end(null);
    throw cause;
  }
}

/** Twice: what PostgreSQL says of its statements is loaded with its start only. */
async function startDatabase(dataFolder: string): Promise<EmbeddedPostgres> {
  const first = await startEmbeddedPostgres({ dataFolder, log: QUIET });
  if (!first.ok) throw new Error(first.error.message);
  const pool = await connectToPostgres({ url: first.value.url, log: QUIET, maxConnections: 1 });
  if (!pool.ok) throw new Error(pool.error.message);
  await askForStatementTimes(pool.value);
  await pool.value.end();
  await first.value.stop();
  const second = await startEmbeddedPostgres({ dataFolder, log: QUIET });
  if (!second.ok) throw new Error(second.error.message);
  return second.value;
}

function startServer(dataFolder: string, logFile: string, settings: Record<string, string>): ChildProcess {
  const log = openSync(logFile, 'a');
  const main = join(ROOT, 'packages/server/src/main.ts');
  const server = spawn(
    process.execPath,
    [...profiling(), main, 'up', '--data-dir', dataFolder, '--port', '0'],
    {
      stdio: ['ignore', log, log],
      env: { ...callerEnvironment(), ...settings },
    },
  );
  closeSync(log);
  return server;
}

/** GAUNTLET_BENCH_PROFILE=folder: the server writes a CPU profile there when it ends. */
function profiling(): string[] {
  const folder = process.env.GAUNTLET_BENCH_PROFILE;
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
}

async function announcedIn(dataFolder: string, server: ChildProcess, logFile: string): Promise<ServerFile> {
  const file = join(dataFolder, 'server.json');
  await waitFor('the server to serve', START_SECONDS, async () => {
    if (server.exitCode !== null) throw new Error(`The server ended:\n${readFileSync(logFile, 'utf8')}`);
    return existsSync(file) || null;
  });
  return ServerFile.parse(JSON.parse(readFileSync(file, 'utf8')));
}

async function endServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const tooLong = setTimeout(() => server.kill('SIGKILL'), STOP_SECONDS * 1000);
  await ended;
  clearTimeout(tooLong);
}

/** Agents may take a moment to see that there is no more work. */
async function refuseLeftOvers(folder: string): Promise<void> {
  let left: string[] = [];
  await waitFor(`all processes to leave ${folder}`, STOP_SECONDS, async () => {
    left = await processesIn(folder);
    return left.length === 0 || null;
  }).catch((cause: unknown) => {
    throw new Error(`Processes were left behind: ${left.join('; ')}`, { cause });
  });
}

/** By working folder and by arguments; only Linux tells. */
async function processesIn(folder: string): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const rows = await readProcessTable();
  return rows.flatMap(({ pid }) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const place = readlinkSync(`/proc/${pid}/cwd`);
      return command.includes(folder) || place.startsWith(folder) ? [`${pid} ${command}`] : [];
    } catch {
      // It ended between the table and the look, or is another user's: then it is none of ours.
      return [];
    }
  });
}
