import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The parts of a package.json that matter for installing; anything may be missing or of a wrong type. */
export type PackageFile = {
  packageManager?: unknown;
  workspaces?: unknown;
  scripts?: unknown;
  dependencies?: unknown;
  devDependencies?: unknown;
  optionalDependencies?: unknown;
  peerDependencies?: unknown;
  [other: string]: unknown;
};

/** Null when there is none; an unreadable one is as an empty one: npm says what is wrong with it. */
export const readPackage = (folder: string): PackageFile | null => {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return null;
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
    return typeof parsed === 'object' && parsed !== null ? (parsed as PackageFile) : {};
  } catch {
    return {};
  }
};

/** The names in a part of package.json that should be an object. */
export const namesOf = (part: unknown): string[] =>
  typeof part === 'object' && part !== null ? Object.keys(part) : [];

const SKIPPED = new Set(['node_modules', 'bower_components', '__pycache__']);
/** Enough for any project; a tree made to be endless must not hold us up. */
const MOST_FOLDERS = 20_000;

/** Folders below `root` (which is '') that hold a package.json, but for those inside node_modules. */
export const findPackages = (root: string): string[] => {
  const found: string[] = [];
  const todo = [''];
  for (let seen = 0; todo.length > 0 && seen < MOST_FOLDERS; seen++) {
    const folder = todo.shift() as string;
    for (const entry of listFolder(join(root, folder))) {
      if (entry.name === 'package.json' && entry.isFile()) found.push(folder);
      const enter = entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name);
      if (enter) todo.push(join(folder, entry.name));
    }
  }
  return found;
};

const listFolder = (folder: string): Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that we may not read holds no package that could be installed.
    return [];
  }
};
