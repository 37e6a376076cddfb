/** Small files in the data folder. */
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Written beside and renamed: a reader sees the old file or the new one, never half of one. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  const file = await open(partial, 'w', 0o600);
  await file.writeFile(text);
  await file.datasync();
  await file.close();
  await rename(partial, path);
  // Without this a power cut could still bring the old file back.
  const folder = await open(dirname(path), 'r');
  await folder.sync();
  await folder.close();
}

export const readIfThere = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null); // absent is an answer

export const removeIfThere = (path: string) => rm(path, { force: true });
