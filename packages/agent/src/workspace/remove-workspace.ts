import { execFile } from 'node:child_process';
import { lstat, rm, unlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Removes a folder whatever tests left in it: folders without permissions, names of any bytes, paths deeper
 * than a path may be long, files marked immutable. Links are removed, never followed, also when the folder
 * itself was replaced by one. Answers whether it is gone; call it when the tests' processes are.
 */
export const removeWorkspace = async (folder: string): Promise<'removed' | 'left'> => {
  for (const attempt of [removePlainly, removeWithPermissions, removeImmutable]) {
    if (await isGone(folder)) return 'removed';
    await attempt(folder);
  }
  return (await isGone(folder)) ? 'removed' : 'left';
};

const isGone = async (folder: string): Promise<boolean> => {
  const stats = await lstat(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw cause;
  });
  if (stats?.isSymbolicLink()) {
    await unlink(folder);
    return true;
  }
  return stats === null;
};

const removePlainly = (folder: string): Promise<void> =>
  ignoreFailure(rm(folder, { recursive: true, force: true }));

// The system's own programs walk by open folders, not by paths, so depth does not stop them; with -R they
// do not follow links below the folder, and that the folder itself is none was looked at just before.
const removeWithPermissions = async (folder: string): Promise<void> => {
  await ignoreFailure(run('chmod', ['-R', 'u+rwx', '--', folder]));
  await ignoreFailure(run('rm', ['-rf', '--', folder]));
};

const removeImmutable = async (folder: string): Promise<void> => {
  if (process.platform === 'linux')
    await ignoreFailure(run('chattr', ['-R', '-f', '-i', '-a', '--', folder]));
  await removeWithPermissions(folder);
};

/** What counts is whether the folder is gone afterwards, which the caller looks at. */
const ignoreFailure = async (attempt: Promise<unknown>): Promise<void> => {
  await attempt.catch(() => undefined);
};
