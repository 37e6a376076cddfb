/** Starts PostgreSQL on a cluster that nobody serves, and waits until it takes connections. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Log } from '../../../kernel/log.ts';
import { type Address, chooseAddresses, listenSettings } from './address.ts';
import { lastLines } from './initialise-cluster.ts';
import type { PostgresUser } from './postgres-user.ts';
import { pidFileOf, readPidFile } from './postmaster.ts';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';
import type { EmbeddedRefusal } from './refusal.ts';
import { startProgram } from './run-program.ts';

export type StartPlan = {
  dataFolder: string;
  cluster: string;
  postgres: string;
  user: PostgresUser;
  settings: Readonly<Record<string, string>>;
  log: Log;
};

export type Started = { identity: ProcessIdentity; address: Address };

const LOG_LIMIT_BYTES = 20 * 1024 * 1024;
const LOOK_MS = 10;
/** The children of a killed postmaster notice within a moment; until then PostgreSQL refuses to start. */
const LEFTOVERS_SECONDS = 20;
/** Replaying the log after a crash takes as long as it takes; this only ends what hangs. */
const READY_SECONDS = 900;

export async function startPostmaster(plan: StartPlan): Promise<Result<Started, EmbeddedRefusal>> {
  await removeMisleadingPidFile(plan.cluster);
  const deadline = Date.now() + LEFTOVERS_SECONDS * 1000;
  let said = '';
  for await (const address of chooseAddresses(plan.dataFolder, plan.user)) {
    let attempt = await startOn(plan, address);
    while (!attempt.ok && isStillInUse(attempt.error) && Date.now() < deadline) {
      await pause(100);
      attempt = await startOn(plan, address);
    }
    if (attempt.ok) return attempt;
    said = attempt.error;
    if (!cannotListen(said)) break;
  }
  const message = `PostgreSQL did not start on ${plan.cluster}: ${lastLines(said)}. All it said is in ${logFileOf(plan.dataFolder)}.`;
  return refuse({ code: 'start-failed', message });
}

const isStillInUse = (said: string) =>
  /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(said);

const cannotListen = (said: string) =>
  /could not (bind|create|set permissions of|listen on|change permissions).*(socket|address)|could not create any|could not create lock file/i.test(
    said,
  );

const logFileOf = (dataFolder: string) => join(dataFolder, 'postgres.log');

/** @returns what it said when it ended instead. */
async function startOn(plan: StartPlan, address: Address): Promise<Result<Started, string>> {
  const logFile = logFileOf(plan.dataFolder);
  await turnLogOver(logFile);
  const log = await open(logFile, 'a', 0o600);
  const { size } = await log.stat();
  const child = startProgram(plan.user, plan.postgres, toArguments(plan, address), log.fd);
  const ended = watchEnd(child);
  await log.close();
  const ready = await isReady(child, plan.cluster, ended);
  const identity = ready && child.pid !== undefined ? await identifyProcess(child.pid) : undefined;
  if (!identity) {
    const said = (await readFile(logFile)).subarray(size).toString('utf8');
    return refuse(said || `${plan.postgres} ended without a word (${await ended})`);
  }
  child.unref();
  return ok({ identity, address });
}

function toArguments({ cluster, settings }: StartPlan, address: Address): string[] {
  const all = { port: String(address.port), ...listenSettings(address), ...settings };
  return ['-D', cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** How it ended, when it does: by itself, or because it could not be started at all. */
const watchEnd = (child: ChildProcess): Promise<string> =>
  once(child, 'exit').then(
    ([exitCode, signal]) => `exit code ${exitCode ?? signal}`,
    (error: Error) => error.message,
  );

async function isReady(child: ChildProcess, cluster: string, ended: Promise<string>): Promise<boolean> {
  const deadline = Date.now() + READY_SECONDS * 1000;
  while (Date.now() < deadline) {
    if ((await Promise.race([ended, pause(LOOK_MS, 'running')])) !== 'running') return false;
    const file = await readPidFile(cluster);
    if (typeof file === 'object' && file.pid === child.pid && file.status === 'ready') return true;
  }
  child.kill('SIGQUIT');
  await ended;
  return false;
}

/**
 * PostgreSQL removes the pid file of a dead postmaster by itself, after looking for what is left of it. It
 * refuses, for good, a file that cannot be read and one whose pid belongs to some other program by now.
 * Called only when it is known that no server runs on this cluster.
 */
async function removeMisleadingPidFile(cluster: string): Promise<void> {
  const file = await readPidFile(cluster);
  if (file === 'absent') return;
  if (file === 'damaged' || (await identifyProcess(file.pid))) await rm(pidFileOf(cluster), { force: true });
}

/** Keeps this file and the one before it. */
async function turnLogOver(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0, // not there yet
  );
  if (size > LOG_LIMIT_BYTES) await rename(logFile, `${logFile}.1`);
}
