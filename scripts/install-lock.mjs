/**
 * One installation at a time.
 *
 * Owns: the lock file, which holds a name of its own for each holder and is touched while it is held.
 * Does not own: what is done under it.
 * Invariants: a lock that was not touched for STALE_MS belongs to nobody alive (a pid would not do: it
 * is reused, and means nothing across containers that share the folder); for each dead holder exactly
 * one process may remove the lock, the one that could create the file `<lock>.<name>`. That file stays:
 * without it a slow second process would remove the lock of the first one's successor.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const TOUCH_MS = 1_000;
const STALE_MS = 15_000;
const LOOK_MS = 100;
const GIVE_UP_MS = 15 * 60_000;

const codeOf = (/** @type {unknown} */ error) =>
  error instanceof Error && 'code' in error ? error.code : '';

/** @param {string} file @param {string} content @returns {boolean} false: it is there already */
function createOnce(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} lock @param {number} staleMs */
function removeIfDead(lock, staleMs) {
  try {
    const name = readFileSync(lock, 'utf8');
    const isDead = Date.now() - statSync(lock).mtimeMs > staleMs;
    if (isDead && createOnce(`${lock}.${name}`, '')) rmSync(lock);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error; // its holder let go between two looks
  }
}

/** @param {string} lock @param {string} name @param {() => void} onWait @param {number} staleMs */
async function acquire(lock, name, onWait, staleMs) {
  mkdirSync(dirname(lock), { recursive: true });
  const deadline = Date.now() + GIVE_UP_MS;
  for (let looks = 0; !createOnce(lock, name); looks += 1) {
    if (looks === 0) onWait();
    if (Date.now() > deadline)
      throw new Error(`${lock} has been held for 15 minutes: see who does, or remove it`);
    removeIfDead(lock, staleMs);
    await pause(LOOK_MS);
  }
}

/** @param {string} lock */
function touch(lock) {
  try {
    utimesSync(lock, new Date(), new Date());
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error; // somebody removed the whole folder: the work will tell
  }
}

/**
 * @template Value
 * @param {{ lock: string, onWait: () => void, staleMs?: number }} terms `onWait` is called once, when another has it
 * @param {() => Promise<Value>} work
 * @returns {Promise<Value>}
 */
export async function withInstallLock({ lock, onWait, staleMs = STALE_MS }, work) {
  await acquire(lock, randomUUID(), onWait, staleMs);
  const touching = setInterval(() => touch(lock), TOUCH_MS);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    rmSync(lock, { force: true });
  }
}
