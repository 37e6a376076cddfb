/**
 * Processor time of the server and of its database: what a wall clock on a busy machine cannot tell. Only
 * Linux says; elsewhere there is none to tell.
 */
import { readFileSync } from 'node:fs';
import { readProcessTable } from '../packages/host/src/process-table.ts';

export type CpuTime = { serverMs: number; databaseMs: number };

/** Ticks of /proc a second: a constant of the kernel's interface, whatever its own clock. */
const TICKS_A_SECOND = 100;

export type Processes = { serverPid: number; databasePid: number };

/** Spent so far. Null: this system does not tell. */
async function readCpuTime({ serverPid, databasePid }: Processes): Promise<CpuTime | null> {
  if (process.platform !== 'linux') return null;
  const backends = (await readProcessTable()).filter(({ parentPid }) => parentPid === databasePid);
  const living = backends.map(({ pid }) => spentBy(pid).own);
  const { own, ended } = spentBy(databasePid);
  const database = living.reduce((sum, each) => sum + each, own + ended);
  return { serverMs: spentBy(serverPid).own, databaseMs: database };
}

export async function cpuTimeOf(processes: Processes, work: () => Promise<unknown>): Promise<CpuTime | null> {
  const before = await readCpuTime(processes);
  await work();
  const after = await readCpuTime(processes);
  if (before === null || after === null) return null;
  return {
    serverMs: after.serverMs - before.serverMs,
    databaseMs: after.databaseMs - before.databaseMs,
  };
}

/** Of the process, and of children of it that have ended, in milliseconds. */
function spentBy(pid: number): { own: number; ended: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    const ms = (ticks: number) => (ticks * 1000) / TICKS_A_SECOND;
    return { own: ms(user + system), ended: ms(endedUser + endedSystem) };
  } catch {
    // It ended since the table was read: then it is counted among its parent's ended children.
    return { own: 0, ended: 0 };
  }
}
