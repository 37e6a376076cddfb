/** What lies in the folder of artifacts: its keys, and what broken writes and removed files have left. */
import { opendir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where files are written before they have a key. */
export const PARTIAL = 'partial';

/** Null for what is not there (any more); every other error is one. */
export function ifThere(cause: NodeJS.ErrnoException): null {
  if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return null;
  throw cause;
}

export async function* listKeys(
  folder: string,
  isKey: (path: string) => boolean,
): AsyncGenerator<{ key: string; storedAt: Date }> {
  for await (const entry of walk(folder, '')) {
    if (entry.kind !== 'file' || !isKey(entry.path)) continue;
    const file = await stat(join(folder, entry.path)).catch(ifThere);
    if (file) yield { key: entry.path, storedAt: file.mtime };
  }
}

export async function removeLeftovers(folder: string, before: Date): Promise<void> {
  for await (const name of namesIn(join(folder, PARTIAL))) {
    const path = join(folder, PARTIAL, name.name);
    if (await isOlder(path, before)) await rm(path, { force: true });
  }
  for await (const entry of walk(folder, ''))
    if (
      entry.kind === 'folder' &&
      entry.path.includes('/') &&
      (await isOlder(join(folder, entry.path), before))
    )
      await rmdir(join(folder, entry.path)).catch(ifInUse);
}

const isOlder = async (path: string, before: Date) => {
  const found = await stat(path).catch(ifThere);
  return found !== null && found.mtime < before;
};

/** A folder that holds something stays. */
function ifInUse(cause: NodeJS.ErrnoException): void {
  if (cause.code !== 'ENOTEMPTY' && cause.code !== 'EEXIST') ifThere(cause);
}

type Found = { kind: 'file' | 'folder'; path: string };

/** A folder comes after what is in it. Links are passed by. */
async function* walk(folder: string, under: string): AsyncGenerator<Found> {
  for await (const entry of namesIn(join(folder, under))) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (path === PARTIAL) continue;
    if (entry.isFile()) yield { kind: 'file', path };
    if (!entry.isDirectory()) continue;
    yield* walk(folder, path);
    yield { kind: 'folder', path };
  }
}

async function* namesIn(folder: string) {
  const opened = await opendir(folder).catch(ifThere);
  if (opened) yield* opened;
}
