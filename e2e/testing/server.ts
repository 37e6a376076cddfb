/** The real server as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ServerFile } from '@gauntlet/contract';
import { ROOT } from '../../scripts/setup.mjs';
import { type Api, createApi } from './api.ts';
import { type Exit, exitOf, sendSignal } from './processes.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

const ENTRY = join(ROOT, 'packages/server/src/main.ts');

export type ServerOrder = {
  dataFolder?: string;
  /** Left out: the embedded PostgreSQL. */
  databaseUrl?: string;
  environment?: Record<string, string>;
  args?: readonly string[];
};

export type Launched = {
  child: ChildProcess;
  /** What it has written to standard output and standard error so far. */
  output(): string;
  exit(): Promise<Exit>;
};

export type Server = Launched & {
  pid: number;
  url: string;
  token: string;
  dataFolder: string;
  api: Api;
  /** kill -9. */
  kill(): Promise<void>;
  /** In order, by SIGTERM. */
  stop(): Promise<Exit>;
};

/** Short, so that a lost group is noticed while a test waits; and several teams on one host are those of one test. */
const QUICK = {
  GAUNTLET_TRUSTED_TEAMS: '*',
  GAUNTLET_HEARTBEAT_SECONDS: '2',
  GAUNTLET_GRACE_SECONDS: '2',
  GAUNTLET_ORPHAN_SECONDS: '60',
};

/** Starts it and does not wait: for servers that are to refuse. */
export function launchServer(world: World, order: ServerOrder = {}): Launched & { dataFolder: string } {
  const dataFolder = order.dataFolder ?? world.dataFolder();
  const database = order.databaseUrl === undefined ? {} : { DATABASE_URL: order.databaseUrl };
  const services = servicesOfThisRun(order.databaseUrl ?? dataFolder, order.environment);
  const child = spawn(
    process.execPath,
    [ENTRY, 'up', '--data-dir', dataFolder, ...(order.args ?? ['--port', '0'])],
    {
      cwd: world.folder,
      env: { ...world.environment, ...QUICK, ...services, ...database, ...order.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const log = createWriteStream(join(world.folder, 'server.log'), { flags: 'a' });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      log.write(chunk);
    });
  return { child, dataFolder, output: () => output, exit: () => exitOf(child) };
}

/**
 * GAUNTLET_TEST_SERVICES: what all servers of this run are pointed at, as JSON of environment variables. Each
 * installation has keys of its own in a Redis, and here a part of the bucket of its own.
 *
 * @param installation what tells it from the others: its database
 * @param own environment of this server: where it says where artifacts are, a bucket is not named twice
 */
function servicesOfThisRun(installation: string, own: Record<string, string> = {}): Record<string, string> {
  const services = JSON.parse(process.env.GAUNTLET_TEST_SERVICES || '{}') as Record<string, string>;
  const choosesItself = 'GAUNTLET_ARTIFACTS_DIR' in own || 'S3_BUCKET' in own;
  const kept = Object.entries(services).filter(([name]) => !(choosesItself && name.startsWith('S3_')));
  const prefix = createHash('sha256').update(installation).digest('hex').slice(0, 16);
  return Object.fromEntries(
    kept.some(([name]) => name === 'S3_BUCKET') ? [...kept, ['S3_PREFIX', prefix]] : kept,
  );
}

export async function startServer(world: World, order: ServerOrder = {}): Promise<Server> {
  const launched = launchServer(world, order);
  const { child, dataFolder, output } = launched;
  const file = await until('the server says where it is', async () => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${output()}`);
    const found = ServerFile.parse(JSON.parse(await readFile(join(dataFolder, 'server.json'), 'utf8')));
    return found.pid === child.pid && found;
  }).catch((cause: Error) => {
    throw new Error(`${cause.message}\n${output()}`, { cause });
  });
  const { pid, url, token } = file;
  return {
    ...launched,
    ...{ pid, url, token, api: createApi(url, token) },
    kill: async () => {
      sendSignal(pid, 'SIGKILL');
      await exitOf(child);
    },
    stop: () => {
      sendSignal(pid, 'SIGTERM');
      return exitOf(child);
    },
  };
}
