/** Reads a source that a stack names, if it really is a text of the workspace. Whoever wrote the stack is hostile. */
import type { FileHandle } from 'node:fs/promises';
import { openInside } from '../artifacts/open-inside.ts';

/** Sources that people write are smaller. */
const LARGEST_BYTES = 1024 ** 2;

/** Null: there is none, it lies elsewhere, it is no file, it is too large or no UTF-8. `roots` are real paths. */
export const readSource = async (path: string, roots: readonly string[]): Promise<string | null> => {
  const opened = await openInside(path, roots);
  if (!opened.ok) return null;
  try {
    const bytes = await readWhole(opened.value);
    return bytes && decode(bytes);
  } finally {
    await opened.value.close();
  }
};

/** What comes to it meanwhile is not read. */
const readWhole = async (file: FileHandle): Promise<Buffer | null> => {
  const { size } = await file.stat();
  if (size > LARGEST_BYTES) return null;
  const bytes = Buffer.alloc(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await file.read(bytes, at, size - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
};

const decode = (bytes: Buffer): string | null => {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null; // Not UTF-8: a program rather than its source.
  }
};
