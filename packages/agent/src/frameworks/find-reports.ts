/** Finds the reports that a command has written: those that were not there, or not so, before it. */
import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import picomatch from 'picomatch';

/** What tells a file from its earlier self. */
export type ReportSnapshot = ReadonlyMap<string, string>;

const NEVER_REPORTS = new Set(['node_modules', '.git']);
const MOST_FILES = 100_000;
const DEEPEST = 30;

function readFolder(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return []; // Not there yet, or not readable: no reports in it.
  }
}

/** The files below `base` as paths relative to `folder`; links are not followed. */
function* walk(folder: string, base: string, depth = 0): Generator<string> {
  if (depth > DEEPEST) return;
  for (const entry of readFolder(join(folder, base))) {
    const path = base === '' ? entry.name : `${base}/${entry.name}`;
    if (entry.isDirectory() && !NEVER_REPORTS.has(entry.name)) yield* walk(folder, path, depth + 1);
    if (entry.isFile()) yield path;
  }
}

function stampOf(path: string): string | undefined {
  try {
    const { ino, mtimeMs, ctimeMs, size } = statSync(path);
    return [ino, mtimeMs, ctimeMs, size].join(':');
  } catch {
    return undefined; // Gone since it was listed.
  }
}

/** The files that match the glob, as they are now. */
export function takeSnapshot(folder: string, glob: string): ReportSnapshot {
  const matches = picomatch(glob.replace(/^\.\//, ''), { dot: true });
  const { base } = picomatch.scan(glob.replace(/^\.\//, ''));
  const snapshot = new Map<string, string>();
  const start = statIsFolder(join(folder, base)) ? base : base.split('/').slice(0, -1).join('/');
  if (!liesInside(folder, start)) return snapshot;
  let looked = 0;
  for (const path of walk(folder, start === '.' ? '' : start)) {
    looked += 1;
    if (looked > MOST_FILES) break;
    const stamp = matches(path) ? stampOf(join(folder, path)) : undefined;
    if (stamp !== undefined) snapshot.set(path, stamp);
  }
  return snapshot;
}

/** Tests may have made a link of where the glob begins: to a place that the agent alone can read, in a pod. */
function liesInside(folder: string, base: string): boolean {
  try {
    const root = realpathSync(folder);
    const start = realpathSync(join(folder, base));
    return start === root || start.startsWith(root + sep);
  } catch {
    return false; // Not there: nothing is in it.
  }
}

function statIsFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // Not there: then a folder above it is where to look.
  }
}

/** Absolute paths of the matching files that are new or changed since `before`, in the order of their names. */
export function findWritten(folder: string, glob: string, before: ReportSnapshot): string[] {
  const now = [...takeSnapshot(folder, glob)];
  return now
    .filter(([path, stamp]) => before.get(path) !== stamp)
    .map(([path]) => join(folder, path))
    .sort();
}
