/**
 * Installed dependencies kept for later executions, by a key of all that decides what is installed.
 *
 * Owns its folder; every entry in it is a folder of its own, `<key>.<random>`, which holds the installation
 * in `content`, the note `complete.json` once it may be used, and one file in `uses` for each process that
 * uses it. Invariants: an entry without the note is never used; an entry is removed only when no process
 * that uses it is alive; whatever is killed at any moment leaves nothing that is ever taken for complete,
 * and what it leaves is removed later. Any number of processes may work on one folder.
 *
 * Workspaces link into entries, so tests can write into them: an entry that was written to is not used
 * again, and one folder serves one circle of trust (a team), never two.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSameProcess, processStartedAt } from '@gauntlet/host/process-tree';
import { describeFolder } from './describe-folder.ts';

export type DependencyCache = {
  /** The installation kept under the key, marked as used by this process; null when there is none. */
  find: (key: string) => Promise<string | null>;
  /** A new, empty folder to install into; `keep` makes it available, `discard` removes it. */
  begin: (key: string) => Promise<NewEntry>;
};

type NewEntry = { content: string; keep: () => Promise<void>; discard: () => Promise<void> };

const NOTE = 'complete.json';
/** Holds empty files named `<pid>@<start of the process>`: a later process of the same number is another. */
const USES = 'uses';
const ENTRY_OF_PATH = /^(.*\/[0-9a-f]{64}\.[0-9a-f]{12})\/content(\/|$)/;

export const openDependencyCache = async (folder: string, maxBytes: number): Promise<DependencyCache> => {
  await mkdir(folder, { recursive: true });
  return {
    find: (key) => findEntry(folder, key),
    begin: async (key) => {
      const entry = join(folder, `${key}.${randomBytes(6).toString('hex')}`);
      await mkdir(join(entry, 'content'), { recursive: true });
      await markUsed(entry);
      return {
        content: join(entry, 'content'),
        keep: async () => {
          await completeEntry(entry);
          await evict(folder, maxBytes);
        },
        discard: () => rm(entry, { recursive: true, force: true }),
      };
    },
  };
};

const findEntry = async (folder: string, key: string): Promise<string | null> => {
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${key}.`)).sort();
  for (const name of names) {
    const entry = join(folder, name);
    const note = await readNote(entry);
    if (!note || !(await claimEntry(entry))) continue;
    if (await isUntouched(entry, note)) return join(entry, 'content');
    await leaveSpoiled(entry);
  }
  return null;
};

const isUntouched = async (entry: string, { print }: Note): Promise<boolean> =>
  (await describeFolder(join(entry, 'content'))).print === print;

/** Whoever uses it now goes on; nobody else finds it, and it goes with what was never completed. */
const leaveSpoiled = async (entry: string): Promise<void> => {
  await rm(join(entry, NOTE), { force: true });
  await rm(await useOf(entry), { force: true });
};

/** Marked first and looked at again afterwards: between the two it may have been removed. */
const claimEntry = async (entry: string): Promise<boolean> => {
  try {
    await markUsed(entry);
    const now = new Date();
    await utimes(join(entry, NOTE), now, now);
    return true;
  } catch (cause) {
    if (isGone(cause)) return false;
    throw cause;
  }
};

const markUsed = async (entry: string): Promise<void> => {
  await mkdir(join(entry, USES)).catch((cause) => {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  });
  await writeFile(await useOf(entry), '');
};

const useOf = async (entry: string): Promise<string> =>
  join(entry, USES, `${process.pid}@${await processStartedAt(process.pid)}`);

/**
 * For a process that was handed paths of an installation rather than having found it: what of them lies in
 * a cache is not removed while this process lives. Throws when it is gone already.
 */
export const claimKept = async (paths: readonly string[]): Promise<void> => {
  const entries = new Set(paths.flatMap((path) => ENTRY_OF_PATH.exec(path)?.[1] ?? []));
  for (const entry of entries)
    if (!(await claimEntry(entry))) throw new Error(`The kept dependencies in ${entry} are gone.`);
};

const completeEntry = async (entry: string): Promise<void> => {
  const note = await describeFolder(join(entry, 'content'));
  await writeFile(join(entry, `${NOTE}.new`), JSON.stringify(note));
  await rename(join(entry, `${NOTE}.new`), join(entry, NOTE));
};

type Note = { sizeBytes: number; print: string; usedAt: number };

const readNote = async (entry: string): Promise<Note | null> => {
  try {
    const { mtimeMs } = await stat(join(entry, NOTE));
    const { sizeBytes, print } = JSON.parse(await readFile(join(entry, NOTE), 'utf8')) as Omit<
      Note,
      'usedAt'
    >;
    return { sizeBytes, print, usedAt: mtimeMs };
  } catch (cause) {
    if (isGone(cause)) return null;
    throw cause;
  }
};

const isGone = (cause: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes(String((cause as NodeJS.ErrnoException).code));

/** Removes what nobody finished and nobody works on, then the least recently used until all fits. */
const evict = async (folder: string, maxBytes: number): Promise<void> => {
  const entries = await Promise.all(
    (await readdir(folder)).map(async (name) => ({
      entry: join(folder, name),
      note: await readNote(join(folder, name)),
    })),
  );
  for (const { entry, note } of entries) if (!note) await removeUnused(entry);
  const complete = entries.flatMap(({ entry, note }) => (note ? [{ entry, ...note }] : []));
  let total = complete.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  for (const { entry, sizeBytes } of complete.sort((a, b) => a.usedAt - b.usedAt)) {
    if (total <= maxBytes) return;
    if (await removeUnused(entry)) total -= sizeBytes;
  }
};

/** Out of the way first, so that nobody finds it; back again if somebody did in the last moment. */
const removeUnused = async (entry: string): Promise<boolean> => {
  if (await isUsed(entry)) return false;
  const aside = entry.endsWith('.evicted') ? entry : `${entry}.evicted`;
  try {
    if (aside !== entry) await rename(entry, aside);
  } catch (cause) {
    if (isGone(cause)) return false;
    throw cause;
  }
  if (aside !== entry && (await isUsed(aside))) {
    await rename(aside, entry);
    return false;
  }
  await rm(aside, { recursive: true, force: true });
  return true;
};

const isUsed = async (entry: string): Promise<boolean> => {
  const uses = await readdir(join(entry, USES)).catch((cause) => {
    if (isGone(cause)) return [];
    throw cause;
  });
  for (const use of uses) {
    const [pid = '', ...startedAt] = use.split('@');
    if (await isSameProcess(Number(pid), startedAt.join('@'))) return true;
    await rm(join(entry, USES, use), { force: true });
  }
  return false;
};
