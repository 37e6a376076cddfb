import { createHash } from 'node:crypto';
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as yieldOnce } from 'node:timers/promises';

export type FolderDescription = {
  /** Bytes of all files; links count as nothing and are not followed. */
  sizeBytes: number;
  /** Changes when a file or link below the folder is added, removed or written to, whoever sets its times back. */
  print: string;
};

/** One folder at a time, with a pause between them: heartbeats and logs must go on meanwhile. */
export const describeFolder = async (folder: string): Promise<FolderDescription> => {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const todo = [''];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    for (const entry of sorted(readdirSync(join(folder, at), { withFileTypes: true }))) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) todo.push(path);
      else {
        const { size, mode, mtimeMs, ctimeMs } = lstatSync(join(folder, path));
        hash.update(JSON.stringify([path, size, mode, mtimeMs, ctimeMs]));
        if (entry.isFile()) sizeBytes += size;
      }
    }
    await yieldOnce();
  }
  return { sizeBytes, print: hash.digest('hex') };
};

const sorted = (entries: Dirent[]): Dirent[] => entries.sort((a, b) => (a.name < b.name ? -1 : 1));
