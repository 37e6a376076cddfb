/**
 * Finds and ends every process that one start brought about.
 *
 * A process belongs to the tree when it is in the leader's group, or carries the tree's mark in its
 * environment (so a daemon that left the group by setsid is found too; Linux only), or descends from
 * one that does. Not found is only who leaves the group, is orphaned and wipes its environment, all
 * three: where that must be ruled out, the boundary is a container or another user id.
 *
 * Invariant: this process itself is never a member, and nothing is signalled by a remembered pid; every
 * signal goes to what a fresh look at the process table showed.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
  askPsForStart,
  environmentHolds,
  type ProcessRow,
  readProcessTable,
  readProcStat,
} from './process-table.ts';

/** The environment variable that marks a tree; nested trees are listed one after the other. */
export const TREE_VARIABLE = 'GAUNTLET_TREE';

export type ProcessTree = {
  /** Pid of the leader, which is also the id of its process group. */
  leader?: number;
  /** What the leader's environment holds in GAUNTLET_TREE; unguessable and unique. */
  mark?: string;
  /** Start of the leader in clock ticks: whoever is older cannot be its child. */
  startTicks?: number;
};

/** How long a tree that was told KILL is looked after before it is given up. */
const KILL_PATIENCE_MS = 10_000;

/** Living members of the tree, this process never among them. */
export const findMembers = async (tree: ProcessTree): Promise<number[]> => {
  const marked = (row: ProcessRow) => tree.mark !== undefined && environmentHolds(row.pid, tree.mark);
  return chooseMembers(await readProcessTable(), tree, marked, process.pid);
};

/** Pure part of `findMembers`. */
export const chooseMembers = (
  table: readonly ProcessRow[],
  tree: ProcessTree,
  isMarked: (row: ProcessRow) => boolean,
  self: number,
): number[] => {
  const since = tree.startTicks ?? 0;
  const young = table.filter((row) => row.startTicks >= since && row.pid !== self && row.pid > 1);
  const inGroup = (row: ProcessRow) =>
    tree.leader !== undefined && (row.groupId === tree.leader || row.pid === tree.leader);
  const members = new Set(young.filter((row) => inGroup(row) || isMarked(row)).map((row) => row.pid));
  addDescendants(young, members);
  return [...members];
};

const addDescendants = (rows: readonly ProcessRow[], members: Set<number>): void => {
  for (let before = -1; before !== members.size; ) {
    before = members.size;
    for (const row of rows) if (members.has(row.parentPid)) members.add(row.pid);
  }
};

/**
 * Ends the whole tree: TERM to each member once, KILL to whoever is left after `graceSeconds`, again
 * and again until a look finds nobody. Answers the pids that even KILL did not end within ten seconds
 * (stuck in the kernel, or of another user).
 */
export const endTree = async (tree: ProcessTree, graceSeconds: number): Promise<number[]> => {
  const told = new Set<number>();
  const killAt = performance.now() + graceSeconds * 1000;
  const giveUpAt = killAt + KILL_PATIENCE_MS;
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 2, 100)) {
    const members = await findMembers(tree);
    const now = performance.now();
    if (members.length === 0 || now >= giveUpAt) return members;
    if (now >= killAt) signalAll(tree, members, 'SIGKILL');
    else signalAll(tree, untold(members, told), 'SIGTERM');
    await pause(now >= killAt ? 5 : Math.max(1, Math.min(waitMs, killAt - now)));
  }
};

const untold = (members: readonly number[], told: Set<number>): number[] => {
  const fresh = members.filter((pid) => !told.has(pid));
  for (const pid of fresh) told.add(pid);
  return fresh;
};

const signalAll = (tree: ProcessTree, members: readonly number[], signal: NodeJS.Signals): void => {
  // The kernel signals a group as one: no member can fork its way out in between.
  if (signal === 'SIGKILL' && tree.leader !== undefined) sendSignal(-tree.leader, signal);
  for (const pid of members) sendSignal(pid, signal);
};

const sendSignal = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone in the meantime, or another user's: the next look tells, and endTree answers who is left.
  }
};

/**
 * When the process started, as a text to compare with `isSameProcess`; null when it does not run.
 * On Linux it also names the boot, since ticks begin anew with each.
 */
export const processStartedAt = async (pid: number): Promise<string | null> => {
  if (process.platform !== 'linux') return askPsForStart(pid);
  const row = readProcStat(pid);
  if (row?.state !== 'alive') return null;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}:${row.startTicks}`;
};

/** Whether `pid` is still the process that `processStartedAt` was asked about, not a later one of its number. */
export const isSameProcess = async (pid: number, startedAt: string): Promise<boolean> =>
  (await processStartedAt(pid)) === startedAt;
