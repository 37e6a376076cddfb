/**
 * Starts this host's own server in the background and waits until it is ready.
 * It outlives this program and ends by itself when idle. Two programs may do so at once: the server that
 * comes second says so and ends, and both callers find the first by its server.json.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerFile } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { EXIT } from '../exit-code.ts';
import { cannotRun, type Refused } from '../refused.ts';
import { thisHost } from './data-directory.ts';
import { serverEnvironment } from './server-environment.ts';
import { answersHealth, findRunningServer } from './server-file.ts';
import { logTail, openServerLog } from './server-log.ts';
import { serverProgram } from './server-program.ts';

export type StartOrder = {
  dataDir: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Told in words what is being waited for. */
  onProgress: (doing: string) => void;
  /** The server ends by itself after so long without work; null: never. */
  idleExitSeconds: number | null;
  port?: number;
  host?: string;
  signal?: AbortSignal;
  deadlineMs?: number;
};
export type StartedServer = {
  server: ServerFile;
  child: ChildProcess;
  logPath: string;
  /** Where in the log this start begins, in bytes. */
  logStartBytes: number;
};

const DEADLINE_MS = 120_000;
const LOOK_EVERY_MS = 50;
const TAIL_LINES = 15;

export function serverArguments(
  order: Pick<StartOrder, 'dataDir' | 'idleExitSeconds' | 'port' | 'host'>,
): string[] {
  return [
    'up',
    ...['--data-dir', order.dataDir],
    ...(order.idleExitSeconds === null ? [] : ['--idle-exit-seconds', String(order.idleExitSeconds)]),
    ...(order.port === undefined ? [] : ['--port', String(order.port)]),
    ...(order.host === undefined ? [] : ['--host', order.host]),
  ];
}

/** The database's own user must be able to walk through the folder when it is root's. */
const makeDataDirectory = (dataDir: string) =>
  mkdir(dataDir, { recursive: true, mode: thisHost().isRoot ? 0o755 : 0o700 });

const hasDatabase = (dataDir: string) =>
  ['postgres', 'pg', 'database'].some((name) => existsSync(join(dataDir, name)));

async function launch(program: string, order: StartOrder) {
  const log = await openServerLog(order.dataDir);
  try {
    const child = spawn(process.execPath, [program, ...serverArguments(order)], {
      detached: true,
      cwd: order.dataDir,
      env: serverEnvironment(order.env),
      stdio: ['ignore', log.handle.fd, log.handle.fd],
    });
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `exit code ${code}`));
    });
    child.unref();
    return { child, ended, path: log.path, startBytes: log.startBytes };
  } finally {
    await log.handle.close();
  }
}

async function startFailed(why: string, launched: { path: string; startBytes: number }): Promise<Refused> {
  const tail = await logTail(launched.path, launched.startBytes, TAIL_LINES);
  const said = tail.length > 0 ? `\n${tail.map((line) => `  | ${line}`).join('\n')}` : '';
  return cannotRun(
    'server-start-failed',
    `The server did not start (${why}).${said}`,
    `Its whole log is ${launched.path}; \`gauntlet doctor\` checks what it needs.`,
  );
}

/** The child may end because another server has the folder: then that one is the answer. */
async function waitUntilReady(
  order: StartOrder,
  ended: Promise<string>,
): Promise<Result<ServerFile, string>> {
  const deadline = Date.now() + (order.deadlineMs ?? DEADLINE_MS);
  let end: { why: string; at: number } | null = null;
  void ended.then((why) => {
    end = { why, at: Date.now() };
  });
  while (Date.now() < deadline) {
    if (order.signal?.aborted) return refuse('interrupted');
    const server = await findRunningServer(order.dataDir);
    if (server !== null && (await answersHealth(server.url, 'ready'))) return ok(server);
    const last = end as { why: string; at: number } | null;
    if (last !== null && server === null && Date.now() - last.at > 500) return refuse(last.why);
    await pause(LOOK_EVERY_MS);
  }
  return refuse('it was not ready in time');
}

/** Written beside server.json: this server was started unasked, so it may be replaced when idle. */
export const backgroundMarkPath = (dataDir: string) => join(dataDir, 'background-server.json');

export async function startServer(order: StartOrder): Promise<Result<StartedServer, Refused>> {
  const program = serverProgram(order.env);
  if (program === null) {
    return refuse(
      cannotRun(
        'no-server',
        'This copy of gauntlet has no server in it.',
        'Name one by --server or GAUNTLET_URL.',
      ),
    );
  }
  try {
    await makeDataDirectory(order.dataDir);
    order.onProgress(
      hasDatabase(order.dataDir)
        ? 'Starting the server'
        : 'Starting the database, the first time takes some seconds',
    );
    const launched = await launch(program, order);
    const ready = await waitUntilReady(order, launched.ended);
    if (!ready.ok && order.signal?.aborted) {
      // One that would end by itself may be waited for by others; one that would not is ours alone.
      if (order.idleExitSeconds === null) launched.child.kill('SIGTERM');
      return refuse({
        ...cannotRun('interrupted', 'Interrupted while the server started.'),
        exitCode: EXIT.interrupted,
      });
    }
    if (!ready.ok) return refuse(await startFailed(ready.error, launched));
    if (order.idleExitSeconds !== null && ready.value.pid === launched.child.pid) {
      await writeFile(backgroundMarkPath(order.dataDir), JSON.stringify({ pid: ready.value.pid }), {
        mode: 0o600,
      });
    }
    return ok({
      server: ready.value,
      child: launched.child,
      logPath: launched.path,
      logStartBytes: launched.startBytes,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse(
      cannotRun(
        'server-start-failed',
        `The server cannot use ${order.dataDir}: ${why}.`,
        'Choose another folder by --data-dir.',
      ),
    );
  }
}
