/**
 * Gives a group a folder of its own: the prepared content copied, its dependencies linked.
 *
 * Copied are all files, with their modes, and links as they are; `.git` too, since tests ask for the commit
 * or the list of files, its objects by hard link, as they never change. Left out are sockets, devices, and
 * the node_modules and virtualenvs that the set-up installed: those come as links.
 */
import { execFileSync } from 'node:child_process';
import {
  constants,
  copyFileSync,
  type Dirent,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setImmediate as yieldOnce } from 'node:timers/promises';
import { claimKept } from '../setup/dependency-cache.ts';
import { linkDependencies } from '../setup/link-dependencies.ts';
import type { PreparedSetup } from '../setup/prepared-setup.ts';

export type PreparedContent = {
  /** Top of the fetched content, in which the set-up was run. */
  root: string;
  setup: Pick<PreparedSetup, 'modules' | 'links'> & Partial<Pick<PreparedSetup, 'python'>>;
};

/** Copies without a pause for at most this long: heartbeats and logs must go on meanwhile. */
const SLICE_MS = 15;

/** `target` is not there yet or empty. Fails as the file system does (ENOSPC, ...). */
export const copyWorkspace = async ({ root, setup }: PreparedContent, target: string): Promise<void> => {
  const left = new Set([
    ...setup.modules.map(({ source }) => relative(root, source)),
    ...setup.links.map(({ source }) => relative(root, source)),
  ]);
  const installed = [...setup.modules, ...setup.links].map(({ source }) => source);
  await claimKept(setup.python ? [...installed, setup.python] : installed);
  mkdirSync(target, { recursive: true });
  await copyTree({ root, target, left });
  linkDependencies(setup.modules, target);
  for (const { source, at } of setup.links) linkFolder(source, join(target, at));
};

type Copying = { root: string; target: string; left: ReadonlySet<string> };

const copyTree = async (copying: Copying): Promise<void> => {
  const todo = [''];
  let since = performance.now();
  for (let folder = todo.pop(); folder !== undefined; folder = todo.pop()) {
    const entries = readdirSync(join(copying.root, folder), { withFileTypes: true });
    if (entries.some(({ name }) => name.includes('\ufffd'))) {
      copyByBytes(folder, copying);
      continue;
    }
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (copying.left.has(path)) continue;
      if (entry.isDirectory()) todo.push(path);
      copyEntry(entry, path, copying);
      if (performance.now() - since < SLICE_MS) continue;
      await yieldOnce();
      since = performance.now();
    }
  }
};

/** Names that are no UTF-8 do not survive a JavaScript string; the system's own program knows no strings. */
const copyByBytes = (folder: string, { root, target }: Copying): void => {
  execFileSync('cp', ['-a', '--', `${join(root, folder)}/.`, join(target, folder)], { stdio: 'ignore' });
};

const copyEntry = (entry: Dirent, path: string, { root, target }: Copying): void => {
  const [from, to] = [join(root, path), join(target, path)];
  if (entry.isDirectory()) mkdirSync(to);
  else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else if (entry.isFile() && !shareObject(path, from, to)) copyFileSync(from, to, constants.COPYFILE_FICLONE);
};

const GIT_OBJECT = /(^|\/)\.git\/objects\//;

const shareObject = (path: string, from: string, to: string): boolean => {
  if (!GIT_OBJECT.test(path)) return false;
  try {
    linkSync(from, to);
    return true;
  } catch {
    // Another disk, or a file system without hard links: then it is copied.
    return false;
  }
};

const linkFolder = (source: string, path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  try {
    symlinkSync(source, path);
  } catch (cause) {
    // The content has a folder of that name itself; it stays.
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
};
