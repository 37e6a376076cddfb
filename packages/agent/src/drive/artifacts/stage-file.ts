/**
 * Copies a file that is to be uploaded to where no later test overwrites it, and measures it on the way:
 * frameworks empty their folders of screenshots at the beginning of every run.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { openInside } from './open-inside.ts';

export type StagedFile = { sizeBytes: number; checksum: string };

export type StageOrder = { path: string; roots: readonly string[]; target: string; maxBytes: number };

const CHUNK_BYTES = 1024 ** 2;

/** The refusal is a half sentence, to follow "was not kept: ". */
export const stageFile = async (order: StageOrder): Promise<Result<StagedFile, string>> => {
  const opened = await openInside(order.path, order.roots);
  if (!opened.ok) return refuse(opened.error.message);
  const part = `${order.target}.part`;
  try {
    const staged = await copy(opened.value, part, order.maxBytes);
    if (staged === null) return refuse(`it is larger than ${Math.floor(order.maxBytes / 1024 ** 2)} MiB`);
    await rename(part, order.target);
    return ok(staged);
  } catch (cause) {
    return refuse(`it could not be copied (${(cause as Error).message})`);
  } finally {
    await opened.value.close();
    await rm(part, { force: true });
  }
};

const copy = async (source: FileHandle, part: string, maxBytes: number): Promise<StagedFile | null> => {
  const target = await open(part, 'w', 0o600);
  try {
    return await pour(source, maxBytes, (chunk) => target.appendFile(chunk));
  } finally {
    await target.close();
  }
};

/** Null: there is more than `maxBytes`. A file that still grows is read up to where it ends now. */
const pour = async (
  source: FileHandle,
  maxBytes: number,
  write: (chunk: Buffer) => Promise<void>,
): Promise<StagedFile | null> => {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const { size } = await source.stat();
  if (size > maxBytes) return null;
  let sizeBytes = 0;
  while (sizeBytes < size) {
    const { bytesRead } = await source.read(buffer, 0, Math.min(CHUNK_BYTES, size - sizeBytes), sizeBytes);
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    await write(chunk);
    sizeBytes += bytesRead;
  }
  return { sizeBytes, checksum: `sha256:${hash.digest('hex')}` };
};

/** Of a file that an earlier life of this agent has staged. */
export const measureStaged = async (path: string): Promise<StagedFile | null> => {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return null;
  try {
    return await pour(file, Number.POSITIVE_INFINITY, () => Promise.resolve());
  } finally {
    await file.close();
  }
};
