/** Small files in the data folder: how programs of this host find the server, and the encryption key. */
import { createHash, randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Written beside and renamed: a reader sees the old file or the new one, never half of one. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  const file = await open(partial, 'w', 0o600);
  await file.writeFile(text);
  await file.datasync();
  await file.close();
  await rename(partial, path);
}

export const readIfThere = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null); // absent is an answer

/** 32 bytes: from the setting, or a key file made at the first start. */
export async function loadSecretKey(
  dataFolder: string,
  setting: string | null,
): Promise<{ keyId: string; key: Uint8Array }> {
  const text = setting ?? (await readOrMakeKey(join(dataFolder, 'secret.key')));
  const key = Buffer.from(text.trim(), 'base64');
  if (key.byteLength !== 32)
    throw new Error(`The encryption key must be 32 bytes in base64, not ${key.byteLength} bytes.`);
  return { keyId: createHash('sha256').update(key).digest('hex').slice(0, 16), key };
}

async function readOrMakeKey(path: string): Promise<string> {
  const found = await readIfThere(path);
  if (found !== null) return found;
  const made = randomBytes(32).toString('base64');
  await writePrivateFile(path, made);
  return made;
}

export const removeIfThere = (path: string) => rm(path, { force: true });
