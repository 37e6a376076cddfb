/**
 * What `gauntlet login` keeps: profiles with their tokens, in one file that only its owner can read.
 * Invariants: the file is replaced as a whole (written beside, renamed), never half-written; one program at a
 * time changes it; a file that others could read is not used.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { cannotRun, type Refused } from '../refused.ts';
import { type Credentials, NO_CREDENTIALS, parseCredentials } from './profiles.ts';

const OTHERS = 0o077;
/** A change takes milliseconds: who holds the lock for so long was killed. */
const STALE_LOCK_MS = 10_000;
const LOOK_AGAIN_MS = 50;

const filePath = (configDir: string) => join(configDir, 'credentials.json');
const lockPath = (configDir: string) => join(configDir, '.credentials.lock');
const codeOf = (cause: unknown) => (cause as NodeJS.ErrnoException).code;

/** None when there is no file. Refused: one that others can read, that cannot be read, or is none of ours. */
export async function readCredentials(configDir: string): Promise<Result<Credentials, Refused>> {
  const path = filePath(configDir);
  try {
    const { mode, uid } = await stat(path);
    const refusal = refuseOpenFile(path, mode, uid);
    if (refusal) return refuse(refusal);
    const credentials = parseCredentials(JSON.parse(await readFile(path, 'utf8')));
    return credentials === null ? refuse(notOurs(path, 'it holds no profiles')) : ok(credentials);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return ok(NO_CREDENTIALS);
    return refuse(notOurs(path, cause instanceof Error ? cause.message : String(cause)));
  }
}

/** Whoever could read it has had the tokens: closing it quietly would hide that. */
function refuseOpenFile(path: string, mode: number, uid: number): Refused | null {
  const me = process.getuid?.();
  if (me !== undefined && uid !== me)
    return cannotRun(
      'credentials-unsafe',
      `${path} belongs to another user, who could read and change it.`,
      'Take it over with chown, or name another folder by GAUNTLET_CONFIG_DIR.',
    );
  if ((mode & OTHERS) === 0) return null;
  return cannotRun(
    'credentials-unsafe',
    `${path} can be read or changed by others (mode ${(mode & 0o777).toString(8)}).`,
    `Close it: chmod 600 '${path}'. If others have had access, revoke its tokens and sign in again.`,
  );
}

const notOurs = (path: string, why: string): Refused =>
  cannotRun(
    'credentials-unreadable',
    `The credentials in ${path} cannot be read: ${why}.`,
    'Mend the file, or move it away and sign in again.',
  );

/** Reads, changes and replaces the file; two at once come one after the other. */
export async function changeCredentials<Change extends { credentials: Credentials }>(
  configDir: string,
  change: (credentials: Credentials) => Result<Change, Refused>,
): Promise<Result<Change, Refused>> {
  await mkdir(configDir, { recursive: true, mode: 0o700 });
  const unlock = await lock(configDir);
  try {
    const before = await readCredentials(configDir);
    if (!before.ok) return before;
    const changed = change(before.value);
    if (changed.ok) await replaceFile(configDir, changed.value.credentials);
    return changed;
  } finally {
    await unlock();
  }
}

async function lock(configDir: string): Promise<() => Promise<void>> {
  const path = lockPath(configDir);
  for (;;) {
    try {
      await (await open(path, 'wx', 0o600)).close();
      return () => rm(path, { force: true });
    } catch (cause) {
      if (codeOf(cause) !== 'EEXIST') throw cause;
    }
    if ((await ageOf(path)) > STALE_LOCK_MS) await rm(path, { force: true });
    else await pause(LOOK_AGAIN_MS);
  }
}

/** Milliseconds; 0 for a lock that was given back meanwhile. */
async function ageOf(path: string): Promise<number> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return 0;
    throw cause; // else it would be waited for without end
  }
}

/** Also takes away what a change that was killed has left beside: it holds tokens. */
async function replaceFile(configDir: string, { current, profiles }: Credentials): Promise<void> {
  const left = (await readdir(configDir)).filter((name) => /^\.credentials-[0-9a-f-]{36}$/.test(name));
  for (const name of left) await rm(join(configDir, name), { force: true });
  const beside = join(configDir, `.credentials-${randomUUID()}`);
  const text = `${JSON.stringify({ version: 2, current, profiles }, null, 2)}\n`;
  await writeFile(beside, text, { mode: 0o600, flush: true });
  await rename(beside, filePath(configDir));
}
