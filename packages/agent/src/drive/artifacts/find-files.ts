/** Files that the definition's and the framework's globs name, as the run has left them. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import picomatch from 'picomatch';

export type FoundFile = {
  /** Relative to the folder searched, with `/`. */
  path: string;
  /** Differs when the file was written anew. */
  state: string;
};

const SKIPPED = new Set(['node_modules', '.git', '.venv', '__pycache__']);
/** A hostile run may leave any number of files and folders. */
const MOST_ENTRIES = 500_000;

/** Links are neither followed nor found. */
export const findFiles = (folder: string, globs: readonly string[]): FoundFile[] => {
  if (globs.length === 0) return [];
  const matches = picomatch(globs.map(normalizeGlob), { dot: true });
  const found: FoundFile[] = [];
  let entries = 0;
  const pending = [''];
  for (let at = pending.pop(); at !== undefined && entries < MOST_ENTRIES; at = pending.pop()) {
    for (const entry of listFolder(join(folder, at))) {
      entries++;
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) pending.push(path);
      else if (entry.isFile() && matches(path)) found.push({ path, state: stateOf(join(folder, path)) });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
};

/** `./coverage` and `coverage/` mean the folder with all that is in it. */
const normalizeGlob = (glob: string): string => {
  const path = glob.replace(/^(\.\/)+/, '');
  return path.endsWith('/') ? `${path}**` : path;
};

const listFolder = (folder: string): Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Gone or closed by a test: there is nothing in it that could be kept.
    return [];
  }
};

const stateOf = (path: string): string => {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.ino}:${stats.size}:${stats.mtimeMs}` : 'gone';
};
