import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Result, refuse } from '@gauntlet/core/kernel';
import type { ContentRefusal } from './content-order.ts';
import { readEntryPath } from './entry-paths.ts';
import { explainUnpackError, InvalidContent } from './explain-unpack.ts';

/** Writes the definition's own files; what begins with `#!` may be executed. */
export const writeInline = async (
  files: Readonly<Record<string, string>>,
  target: string,
): Promise<Result<null, ContentRefusal>> => {
  try {
    for (const [name, text] of Object.entries(files)) await writeOne(name, text, target);
    return { ok: true, value: null };
  } catch (cause) {
    return refuse(explainUnpackError(cause));
  }
};

const writeOne = async (name: string, text: string, target: string): Promise<void> => {
  const read = readEntryPath(name);
  if (!read.ok) throw new InvalidContent(`The inline file "${name}" is refused: ${read.why}.`);
  if (read.path === '') throw new InvalidContent(`The inline file "${name}" has no name.`);
  const file = join(target, read.path);
  await mkdir(dirname(file), { recursive: true });
  // 'wx': two names for one file ("a" and "./a") are a contradiction, not an order of preference.
  await writeFile(file, text, { flag: 'wx', mode: text.startsWith('#!') ? 0o755 : 0o644 });
};
