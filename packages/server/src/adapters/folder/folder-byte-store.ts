/**
 * Artifacts in a folder. A file appears under its key whole or not at all: it is written beside, synced
 * and renamed.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { ok, refuse } from '@gauntlet/core/kernel';
import {
  type ArtifactRefusal,
  type ByteStore,
  isArtifactKey,
  requireArtifactKey,
} from '../../executions/index.ts';
import { ifThere, listKeys, PARTIAL, removeLeftovers } from './sweep-folder.ts';

export function createFolderByteStore(folder: string): ByteStore {
  const pathOf = (key: string) => {
    requireArtifactKey(key);
    return join(folder, key);
  };
  return {
    put: (key, content) => put(folder, pathOf(key), content),
    get: async (key, range) => {
      const path = pathOf(key);
      const file = await stat(path).catch(() => null); // absent, or not to be reached: not found either way
      if (!file?.isFile())
        return refuse({ code: 'not-found', message: `The artifact store holds no ${key}.` });
      return ok(createReadStream(path, range));
    },
    has: async (key) => {
      const file = await stat(pathOf(key)).catch(ifThere);
      return file?.isFile() ?? false;
    },
    delete: (key) => rm(pathOf(key), { force: true }),
    list: () => listKeys(folder, isArtifactKey),
    removeLeftovers: (before) => removeLeftovers(folder, before),
    probe: () => probe(folder),
  };
}

const put = (folder: string, path: string, content: AsyncIterable<Uint8Array>) =>
  writeBeside(folder, content, (partial) => moveTo(path, partial));

const probe = (folder: string) =>
  writeBeside(folder, Readable.from([Buffer.from('probe')]), () => Promise.resolve());

/** What `keep` does not move away is gone afterwards. */
async function writeBeside(
  folder: string,
  content: AsyncIterable<Uint8Array>,
  keep: (partial: string) => Promise<void>,
): ReturnType<ByteStore['put']> {
  const partial = join(folder, PARTIAL, randomUUID());
  try {
    await mkdir(dirname(partial), { recursive: true });
    await write(partial, content);
    await keep(partial);
    return ok(null);
  } catch (cause) {
    return refuse(explain(cause));
  } finally {
    await rm(partial, { force: true });
  }
}

/** An empty folder may be swept away between its making and the move into it: once more, then. */
async function moveTo(path: string, partial: string): Promise<void> {
  const move = async () => {
    await mkdir(dirname(path), { recursive: true });
    await rename(partial, path);
  };
  await move().catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
    await move();
  });
}

async function write(partial: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(partial, 'wx', 0o600);
  try {
    for await (const chunk of content) await file.writeFile(chunk);
    await file.datasync();
  } finally {
    await file.close();
  }
}

function explain(cause: unknown): ArtifactRefusal {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return {
      code: 'storage-full',
      message: 'The disk of the artifact store is full. Free some space; nothing was stored.',
    };
  return { code: 'unavailable', message: `The artifact store could not be written: ${String(cause)}` };
}
