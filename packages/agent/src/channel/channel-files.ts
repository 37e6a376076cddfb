/**
 * The files of the channel between the agent and the container of the tests. Whatever runs there can write them
 * too: no link is followed, nobody is waited for, and nothing is read without a bound.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The channel is not as the shim and the agent leave it, or the shim is gone: nothing can be told of a command. */
export class ChannelSpoiled extends Error {}

const SUSPICIOUSLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const LONGEST_WORD_BYTES = 64;

/** Null: it is not there. */
export const openSuspiciously = async (path: string): Promise<FileHandle | null> => {
  let file: FileHandle;
  try {
    file = await open(path, SUSPICIOUSLY);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new ChannelSpoiled(`${path} cannot be opened (${code}).`, { cause });
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new ChannelSpoiled(`${path} is no regular file.`);
};

/** What a small file holds, up to a bound; null: it is not there. */
export const readWord = async (path: string): Promise<string | null> => {
  const file = await openSuspiciously(path);
  if (file === null) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_WORD_BYTES), 0, LONGEST_WORD_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
};

/** Whether there is anything of this name, be it what it may. */
export const isThere = async (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** Whole at once; what is of that name gives way, and is not written through should it be a link. */
export const putFile = async (folder: string, name: string, content: string): Promise<void> => {
  const part = join(folder, `.${name}.${randomBytes(8).toString('hex')}`);
  try {
    await writeFile(part, content, { flag: 'wx', mode: 0o644 });
    await rename(part, join(folder, name));
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined); // What went wrong first is what is told.
    throw cause;
  }
};

/** What was printed is on the way to the server by now, and takes up room. */
export const dropFile = async (path: string): Promise<void> => {
  await rm(path, { force: true }).catch(() => undefined); // A folder in its place takes up its own room.
};
