/** The running PostgreSQL of a cluster: found by its pid file, believed only when the process fits. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identifyProcess, isRunning, listCommandLines, type ProcessIdentity } from './process-identity.ts';

export type PidFile = {
  pid: number;
  port: number | undefined;
  socketFolder: string | undefined;
  status: string;
};

export type Postmaster = { identity: ProcessIdentity; file: PidFile | 'absent' | 'damaged' };

const LOOK_MS = 15;

export const pidFileOf = (cluster: string) => join(cluster, 'postmaster.pid');

/** Lines of the file: pid, cluster, start, port, socket folder, listen address, shared memory, status. */
export async function readPidFile(cluster: string): Promise<PidFile | 'absent' | 'damaged'> {
  const lines = await readLines(pidFileOf(cluster));
  if (!lines) return 'absent';
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return 'damaged';
  const port = Number(lines[3]) || undefined;
  return { pid, port, socketFolder: lines[4] || undefined, status: lines[7]?.trim() ?? '' };
}

/** Also finds one whose pid file is gone or damaged, which PostgreSQL itself notices only within a minute. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const file = await readPidFile(cluster);
  const candidates = (await listCommandLines()).filter(({ commandLine }) => isServerOf(commandLine, cluster));
  const chosen =
    typeof file === 'object' ? candidates.find(({ pid }) => pid === file.pid) : candidates.sort(byPid)[0];
  const identity = chosen && (await identifyProcess(chosen.pid));
  return identity && { identity, file };
}

/** Asks PostgreSQL to end its connections and stop; insists when it has not within the time. */
export async function stopPostmaster(identity: ProcessIdentity, graceSeconds: number): Promise<void> {
  if (await signal(identity, 'SIGINT', graceSeconds)) return;
  if (await signal(identity, 'SIGQUIT', 10)) return;
  throw new Error(`PostgreSQL (pid ${identity.pid}) does not stop, not even at once when asked to`);
}

export async function hasEndedWithin(identity: ProcessIdentity, seconds: number): Promise<boolean> {
  const deadline = Date.now() + seconds * 1000;
  while (await isRunning(identity)) {
    if (Date.now() > deadline) return false;
    await pause(LOOK_MS);
  }
  return true;
}

async function signal(identity: ProcessIdentity, name: NodeJS.Signals, seconds: number): Promise<boolean> {
  if (!(await isRunning(identity))) return true;
  try {
    process.kill(identity.pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
  return hasEndedWithin(identity, seconds);
}

/** Started by us as `<path>/postgres -D <cluster> ...`; its children bear other titles. */
function isServerOf(commandLine: string, cluster: string): boolean {
  const [program = '', rest = ''] = commandLine.split(' -D ', 2);
  return /(^|\/)postgres$/.test(program) && (rest === cluster || rest.startsWith(`${cluster} `));
}

const byPid = (one: { pid: number }, other: { pid: number }) => one.pid - other.pid;

async function readLines(file: string): Promise<string[] | undefined> {
  try {
    return (await readFile(file, 'utf8')).split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^(ENOENT|ENOTDIR)$/.test(String(error.code)))
      return undefined;
    throw error;
  }
}
