/**
 * Artifacts in a folder. A file appears under its key whole or not at all: it is written beside, synced
 * and renamed. Keys are made by the program (`executions/<id>/<id>`), never from what a test says.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ok, refuse } from '@gauntlet/core/kernel';
import type { ArtifactRefusal, ArtifactStore } from '../../executions/index.ts';

const SAFE_KEY = /^[a-z]+(\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/;

export function createFolderArtifactStore(folder: string): ArtifactStore {
  const pathOf = (key: string) => {
    if (!SAFE_KEY.test(key)) throw new Error(`Not an artifact key: ${JSON.stringify(key)}`);
    return join(folder, key);
  };
  return {
    put: (key, content, { maxBytes }) => put(folder, pathOf(key), content, maxBytes),
    get: async (key, range) => {
      const path = pathOf(key);
      const file = await stat(path).catch(() => null); // absent, or not to be reached: not found either way
      if (!file?.isFile())
        return refuse({ code: 'not-found', message: `The artifact store holds no ${key}.` });
      return ok(createReadStream(path, range));
    },
    delete: (key) => rm(pathOf(key), { force: true }),
  };
}

async function put(folder: string, path: string, content: AsyncIterable<Uint8Array>, maxBytes: number) {
  const partial = join(folder, 'partial', randomUUID());
  try {
    await mkdir(dirname(partial), { recursive: true });
    const stored = await write(partial, content, maxBytes);
    if (!stored) return refuse(tooLarge(maxBytes));
    await mkdir(dirname(path), { recursive: true });
    await rename(partial, path);
    return ok(stored);
  } catch (cause) {
    return refuse(explain(cause));
  } finally {
    await rm(partial, { force: true });
  }
}

/** Null when there is more than `maxBytes`. */
async function write(partial: string, content: AsyncIterable<Uint8Array>, maxBytes: number) {
  const hash = createHash('sha256');
  const file = await open(partial, 'wx', 0o600);
  let sizeBytes = 0;
  try {
    for await (const chunk of content) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > maxBytes) return null;
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.datasync();
  } finally {
    await file.close();
  }
  return { sizeBytes, checksum: `sha256:${hash.digest('hex')}` };
}

const tooLarge = (maxBytes: number): ArtifactRefusal => ({
  code: 'too-large',
  message: `It has more than ${maxBytes} bytes.`,
});

function explain(cause: unknown): ArtifactRefusal {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return {
      code: 'storage-full',
      message: 'The disk of the artifact store is full. Free some space; nothing was stored.',
    };
  return { code: 'unavailable', message: `The artifact store could not be written: ${String(cause)}` };
}
