import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all files below a folder; links count as nothing and are not followed. */
export const measureFolder = async (folder: string): Promise<number> => {
  let bytes = 0;
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await measureFolder(path);
    else if (entry.isFile()) bytes += (await lstat(path)).size;
  }
  return bytes;
};
