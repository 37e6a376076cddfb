/**
 * One live owner of a data folder.
 *
 * Owns: the lock file, which names its owner's process, and beside it, for moments, `<lock>.takeover`.
 * Does not own: what it guards.
 * Invariants: the file appears whole or not at all (it is linked into place, never written there); a live
 * owner's lock is removed by nobody else; a dead owner's lock is replaced only by the one process that
 * holds the lock named after the take-over, looked at again once that is held.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';

export type OwnerLock = { release(): Promise<void> };
export type LockRefusal = { code: 'already-running'; pid: number };

/** @param file in a folder that exists */
export async function acquireOwnerLock(file: string): Promise<Result<OwnerLock, LockRefusal>> {
  const self = await identifyProcess(process.pid);
  if (!self) throw new Error(`This system does not tell when process ${process.pid} started`);
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, JSON.stringify(self), { mode: 0o600 });
  try {
    return await contend(file, own);
  } finally {
    await rm(own, { force: true });
  }
}

async function contend(file: string, own: string): Promise<Result<OwnerLock, LockRefusal>> {
  for (;;) {
    if (await linkOnce(own, file)) return ok(lockOn(file));
    const found = await readOwner(file);
    if (found === 'gone') continue;
    if (found !== 'unreadable' && (await isRunning(found)))
      return refuse({ code: 'already-running', pid: found.pid });
    const taken = await takeOver(file, own);
    if (!taken.ok) return taken;
    if (taken.value) return ok(taken.value);
  }
}

/** @returns undefined when another came first, and the new state must be looked at. */
async function takeOver(file: string, own: string): Promise<Result<OwnerLock | undefined, LockRefusal>> {
  const guard = await acquireOwnerLock(`${file}.takeover`);
  if (!guard.ok) return guard;
  try {
    const found = await readOwner(file);
    if (found === 'gone' || (found !== 'unreadable' && (await isRunning(found)))) return ok(undefined);
    await rename(own, file);
    return ok(lockOn(file));
  } finally {
    await guard.value.release();
  }
}

const lockOn = (file: string): OwnerLock => ({ release: () => rm(file, { force: true }) });

async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readOwner(file: string): Promise<ProcessIdentity | 'gone' | 'unreadable'> {
  try {
    const { pid, startedAt } = JSON.parse(await readFile(file, 'utf8')) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : 'unreadable';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'gone';
    if (error instanceof SyntaxError) return 'unreadable'; // damaged: nobody who writes it whole owns it
    throw error;
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);
