/**
 * One preparation at a time in a folder: groups that find nothing prepared on their host would otherwise
 * do it on top of each other. A lock whose holder is dead is taken over.
 */
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isSameProcess, processStartedAt } from '@gauntlet/host/process-tree';

const LOOK_MS = 50;

/**
 * Does the work under the folder's lock. While another holds it, `instead` is asked from time to time and,
 * once it answers, makes the work needless. Null: the signal came first.
 */
export const underLock = async <Value>(
  folder: string,
  signal: AbortSignal,
  work: () => Promise<Value>,
  instead: () => Promise<Value | null>,
): Promise<Value | null> => {
  const lock = join(folder, 'preparing.lock');
  for (;;) {
    const done = await instead();
    if (done !== null) return done;
    if (signal.aborted) return null;
    if (await takeLock(lock)) break;
    await breakDeadLock(lock);
    await pause(LOOK_MS, undefined, { signal }).catch(() => undefined); // Aborted: seen above.
  }
  try {
    return (await instead()) ?? (await work());
  } finally {
    await rm(lock, { force: true });
  }
};

/** A link to a finished file: whoever sees the lock sees its holder too. */
const takeLock = async (lock: string): Promise<boolean> => {
  const own = `${lock}.${process.pid}`;
  await writeFile(own, JSON.stringify({ pid: process.pid, startedAt: await processStartedAt(process.pid) }));
  try {
    await link(own, lock);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  } finally {
    await rm(own, { force: true });
  }
};

const breakDeadLock = async (lock: string): Promise<void> => {
  const text = await readFile(lock, 'utf8').catch(() => null);
  if (text === null) return;
  if (!(await isHeldByLiving(text))) await rm(lock, { force: true });
};

const isHeldByLiving = async (text: string): Promise<boolean> => {
  try {
    const { pid, startedAt } = JSON.parse(text) as { pid: number; startedAt: string };
    return await isSameProcess(pid, startedAt);
  } catch {
    // Not a lock of ours: nobody holds it.
    return false;
  }
};
