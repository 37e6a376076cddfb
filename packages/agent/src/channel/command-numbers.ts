/**
 * Which number the next command has. Numbers are never used again, also not by an agent that comes back: the
 * last one is noted, where tests cannot write, before the command is published.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type CommandNumbers = {
  /** Of an agent before this one; 0: none. */
  earlier: number;
  /** It was noted, and never published: the shim waits for just this number. */
  takeAgain: () => void;
  next: () => Promise<number>;
};

export const openCommandNumbers = async (stateFolder: string): Promise<CommandNumbers> => {
  const path = join(stateFolder, 'last-command');
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '0';
    throw cause;
  });
  let last = Number.parseInt(text, 10);
  if (!Number.isSafeInteger(last)) throw new Error(`${path} holds no number.`);
  return {
    earlier: last,
    takeAgain: () => {
      last -= 1;
    },
    next: async () => {
      last += 1;
      await writeFile(`${path}.part`, `${last}\n`, { mode: 0o600 });
      await rename(`${path}.part`, path);
      return last;
    },
  };
};
