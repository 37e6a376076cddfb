/**
 * Which process a pid means. A pid is reused; a pid together with the moment its process started is not.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export type ProcessIdentity = { pid: number; startedAt: string };

const run = promisify(execFile);
const onLinux = process.platform === 'linux';

/** @returns undefined when no such process is running; a zombie is not running. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = onLinux ? await readStartFromProc(pid) : await readStartFromPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  return (await identifyProcess(identity.pid))?.startedAt === identity.startedAt;
}

/** Every process's program and arguments, joined by blanks, as far as this user may see them. */
export async function listCommandLines(): Promise<{ pid: number; commandLine: string }[]> {
  return onLinux ? listFromProc() : listFromPs();
}

async function listFromProc() {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const readOne = async (pid: number) => {
    const words = (await readIfThere(`/proc/${pid}/cmdline`)).split('\0');
    return { pid, commandLine: words.join(' ').trim() };
  };
  return Promise.all(pids.map(readOne));
}

async function listFromPs() {
  const lines = (await ask(['-axww', '-o', 'pid=,command='])).split('\n');
  return lines.map((line) => {
    const [pid = '', ...words] = line.trim().split(' ');
    return { pid: Number(pid), commandLine: words.join(' ') };
  });
}

async function readStartFromProc(pid: number): Promise<string | undefined> {
  const stat = await readIfThere(`/proc/${pid}/stat`);
  // The second field is the program's name in brackets and may itself hold brackets and blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticksAfterBoot] = [fields[0], fields[19]];
  if (ticksAfterBoot === undefined || state === 'Z' || state === 'X') return undefined;
  const boot = (await readIfThere('/proc/sys/kernel/random/boot_id')).trim();
  return `${boot}/${ticksAfterBoot}`;
}

async function readStartFromPs(pid: number): Promise<string | undefined> {
  const [state, ...started] = (await ask(['-o', 'state=,lstart=', '-p', String(pid)])).split(/\s+/);
  return !state || state.startsWith('Z') ? undefined : started.join(' ');
}

async function ask(args: string[]): Promise<string> {
  try {
    // Another server may compare what it is told with this: neither language nor time zone may be in it.
    const env = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };
    return (await run('ps', args, { env })).stdout.trim();
  } catch {
    return ''; // ps exits 1 when there is no such process
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return ''; // the process ended, or this system does not tell
  }
}
