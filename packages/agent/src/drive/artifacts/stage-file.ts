/**
 * Copies a file that is to be uploaded to where no later test overwrites it, and measures it on the way:
 * frameworks empty their folders of screenshots at the beginning of every run. Text is masked on the way.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { MaskStream } from '@gauntlet/core/masking';
import { openInside } from './open-inside.ts';

export type StagedFile = { sizeBytes: number; checksum: string };

export type StageOrder = {
  path: string;
  roots: readonly string[];
  target: string;
  maxBytes: number;
  /** For text; left out, the bytes are kept as they are. */
  mask?: MaskStream;
};

const CHUNK_BYTES = 1024 ** 2;

/** The refusal is a half sentence, to follow "was not kept: ". */
export const stageFile = async (order: StageOrder): Promise<Result<StagedFile, string>> => {
  const opened = await openInside(order.path, order.roots);
  if (!opened.ok) return refuse(opened.error.message);
  const part = `${order.target}.part`;
  try {
    const staged = await copy(opened.value, part, order);
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

const copy = async (
  source: FileHandle,
  part: string,
  { maxBytes, mask }: StageOrder,
): Promise<StagedFile | null> => {
  const target = await open(part, 'w', 0o600);
  try {
    return await pour(source, { maxBytes, mask }, (chunk) => target.appendFile(chunk));
  } finally {
    await target.close();
  }
};

/** Null: there is more than `maxBytes`. A file that still grows is read up to where it ends now. */
const pour = async (
  source: FileHandle,
  { maxBytes, mask }: Pick<StageOrder, 'maxBytes' | 'mask'>,
  write: (chunk: Buffer) => Promise<void>,
): Promise<StagedFile | null> => {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const { size } = await source.stat();
  if (size > maxBytes) return null;
  let [sizeBytes, at] = [0, 0];
  const pass = async (chunk: Buffer): Promise<void> => {
    hash.update(chunk);
    await write(chunk);
    sizeBytes += chunk.length;
  };
  while (at < size) {
    const { bytesRead } = await source.read(buffer, 0, Math.min(CHUNK_BYTES, size - at), at);
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    await pass(mask ? mask.push(chunk) : chunk);
    at += bytesRead;
  }
  if (mask) await pass(mask.end());
  return { sizeBytes, checksum: `sha256:${hash.digest('hex')}` };
};

/** Of a file that an earlier life of this agent has staged. */
export const measureStaged = async (path: string): Promise<StagedFile | null> => {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return null;
  try {
    return await pour(file, { maxBytes: Number.POSITIVE_INFINITY }, () => Promise.resolve());
  } finally {
    await file.close();
  }
};
