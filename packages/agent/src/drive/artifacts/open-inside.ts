/**
 * Opens a file that tests name, if it really lies where tests may write. Tests are hostile and still
 * running: a path may be a link to anything, and may become one between a look and the opening.
 */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';

export type OpenRefusal = { code: 'missing' | 'outside' | 'no-file'; message: string };

/** `roots` are real paths (no links in them). The caller closes the handle. */
export const openInside = async (
  path: string,
  roots: readonly string[],
): Promise<Result<FileHandle, OpenRefusal>> => {
  const real = await realpath(path).catch(() => null);
  if (real === null) return refuse({ code: 'missing', message: 'it is not there' });
  if (!liesInside(real, roots))
    return refuse({ code: 'outside', message: 'it lies outside of the folders of this group' });
  // Looked at before it is opened, since opening a device or a pipe may already do something.
  const isFile = await lstat(real).then(
    (stats) => stats.isFile(),
    () => false,
  );
  if (!isFile) return refuse({ code: 'no-file', message: 'it is not a file' });
  return openUnswapped(real, roots);
};

const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A folder may have been swapped for a link since the look: what counts is what has been opened. */
const openUnswapped = async (
  real: string,
  roots: readonly string[],
): Promise<Result<FileHandle, OpenRefusal>> => {
  const handle = await open(real, FLAGS).catch(() => null);
  if (handle === null) return refuse({ code: 'missing', message: 'it cannot be opened' });
  const opened = await pathOf(handle, real);
  const isFile = (await handle.stat()).isFile();
  if (isFile && opened !== null && liesInside(opened, roots)) return ok(handle);
  await handle.close();
  return refuse({ code: 'outside', message: 'it was replaced while it was opened' });
};

/** On Linux the kernel says what the handle stands for. Elsewhere the path must still name the same file. */
const pathOf = async (handle: FileHandle, path: string): Promise<string | null> => {
  if (process.platform === 'linux') return readlink(`/proc/self/fd/${handle.fd}`);
  const real = await realpath(path).catch(() => null);
  const named = real === null ? null : await lstat(real).catch(() => null);
  const opened = await handle.stat();
  return named?.ino === opened.ino && named.dev === opened.dev ? real : null;
};

const liesInside = (real: string, roots: readonly string[]): boolean =>
  roots.some((root) => real.startsWith(root + sep));
