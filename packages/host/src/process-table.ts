import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

export type ProcessRow = {
  pid: number;
  parentPid: number;
  groupId: number;
  /** A zombie has ended and only waits for its parent to ask how: nothing can be done to it. */
  state: 'alive' | 'zombie';
  /** Clock ticks since boot on Linux; 0 where the platform's table does not say. */
  startTicks: number;
};

/**
 * All living processes of this machine that we may see. Linux reads /proc (synchronously: a few
 * microseconds a process, which no asynchronous read of /proc can match); elsewhere `ps` is asked.
 */
export const readProcessTable = async (): Promise<ProcessRow[]> =>
  process.platform === 'linux' ? readProcTable() : parsePsTable(await askPs());

const readProcTable = (): ProcessRow[] => {
  const rows: ProcessRow[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const row = readProcStat(pid);
    if (row?.state === 'alive') rows.push(row);
  }
  return rows;
};

/** The process's row, or null when it is gone. */
export const readProcStat = (pid: number): ProcessRow | null => {
  try {
    return parseProcStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    // It ended between the listing and the read, or another user's /proc is hidden: not ours then.
    return null;
  }
};

/** The command name may hold spaces and parentheses, so fields are counted from its last `)`. */
export const parseProcStat = (stat: string): ProcessRow | null => {
  const pid = Number.parseInt(stat, 10);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (!Number.isInteger(pid) || fields.length < 20) return null;
  return {
    pid,
    state: fields[0] === 'Z' || fields[0] === 'X' ? 'zombie' : 'alive',
    parentPid: Number(fields[1]),
    groupId: Number(fields[2]),
    startTicks: Number(fields[19]),
  };
};

const ask = promisify(execFile);

const askPs = async (): Promise<string> =>
  (await ask('ps', ['-axo', 'pid=,ppid=,pgid=,stat='], { maxBuffer: 64 * 1024 * 1024 })).stdout;

/** Two who ask about one process compare what they were told: neither language nor time zone may be in it. */
const SAME_FOR_ALL = { LC_ALL: 'C', TZ: 'UTC' };

/** When the process started, to the second, where there is no /proc; null when it does not run. */
export const askPsForStart = async (pid: number): Promise<string | null> => {
  try {
    const env = { ...process.env, ...SAME_FOR_ALL };
    const { stdout } = await ask('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { env });
    const [state, ...started] = stdout.trim().split(/\s+/);
    return !state || state.startsWith('Z') ? null : started.join(' ');
  } catch {
    // `ps -p` exits 1 when there is no such process.
    return null;
  }
};

export const parsePsTable = (text: string): ProcessRow[] => {
  const rows: ProcessRow[] = [];
  for (const line of text.split('\n')) {
    const [pid, parentPid, groupId, state] = line.trim().split(/\s+/);
    if (!pid || !parentPid || !groupId || state?.startsWith('Z')) continue;
    rows.push({
      pid: Number(pid),
      parentPid: Number(parentPid),
      groupId: Number(groupId),
      state: 'alive',
      startTicks: 0,
    });
  }
  return rows;
};

/** Whether the process was started with this text somewhere in its environment (Linux only). */
export const environmentHolds = (pid: number, text: string): boolean => {
  try {
    return readFileSync(`/proc/${pid}/environ`).includes(text);
  } catch {
    // Gone, or another user's: neither is one that we could have started or could end.
    return false;
  }
};
