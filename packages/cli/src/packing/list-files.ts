/**
 * The files of a folder that belong to its content. In this order, the first that decides wins:
 *   1. `.git` stays out, unless asked for;
 *   2. `.gauntletignore` files, which may also take back in what .gitignore leaves out (`!dist/`);
 *   3. files that git tracks belong to it;
 *   4. installed dependencies (node_modules, virtualenvs) stay out;
 *   5. .gitignore files, nested ones and those above the folder too, and the person's own rules.
 */
import type { Dirent } from 'node:fs';
import { existsSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import {
  findWorkTree,
  personalIgnoreRules,
  readIgnoreFile,
  trackedFiles,
  type WorkTree,
} from './git-knowledge.ts';
import { addLevel, decide, enter, type IgnoreLevels } from './ignore-levels.ts';

type Env = Readonly<Record<string, string | undefined>>;
export type ListOrder = { folder: string; env: Env; git: 'leave-out' | 'include' };
export type ListedFile = { path: string; kind: 'file' | 'link' };
export type Listing = {
  /** Sorted by path, relative, forward slashes. */
  files: ListedFile[];
  /** What is there and cannot be packed: sockets, pipes, devices. */
  passedOver: string[];
};

type Rules = { git: IgnoreLevels; own: IgnoreLevels };
type Walk = {
  order: ListOrder;
  /** Path of `folder` from the work tree's root, '' or with a trailing slash: ignore rules count from there. */
  prefix: string;
  found: Map<string, ListedFile['kind']>;
  passedOver: string[];
  /** Its rules, for judging tracked files in folders that were not walked. */
  own: { rules: IgnoreLevels };
};

const slashed = (path: string) => path.split(/[\\/]/).join('/');

/** A folder of installed packages. Without a package.json beside it a node_modules is someone's fixture. */
function isInstalled(parent: string, name: string, isTop: boolean): boolean {
  if (name === 'node_modules') return isTop || existsSync(join(parent, 'package.json'));
  return existsSync(join(parent, name, 'pyvenv.cfg'));
}

async function withFilesOf(folder: string, base: string, rules: Rules): Promise<Rules> {
  const [git, own] = await Promise.all([
    readIgnoreFile(join(folder, '.gitignore')),
    readIgnoreFile(join(folder, '.gauntletignore')),
  ]);
  return {
    git: git === null ? rules.git : addLevel(rules.git, base, git),
    own: own === null ? rules.own : addLevel(rules.own, base, own),
  };
}

/** The rules that reach the folder from above. When they leave out the folder itself, they say nothing of it. */
async function rulesAbove(tree: WorkTree | null, folder: string, env: Env): Promise<Rules> {
  if (tree === null) return { git: [], own: [] };
  const personal = await personalIgnoreRules(tree, env);
  let rules: Rules = {
    git: personal.reduce((levels, text) => addLevel(levels, '', text), [] as IgnoreLevels),
    own: [],
  };
  const parts = slashed(relative(tree.root, folder)).split('/').filter(Boolean);
  let base = '';
  let at = tree.root;
  for (const part of parts) {
    rules = { git: (await withFilesOf(at, base, rules)).git, own: [] };
    base += `${part}/`;
    at = join(at, part);
    if (decide(rules.git, base) === 'ignored') rules = { git: [], own: [] };
  }
  return rules;
}

function take(walk: Walk, entry: Dirent, path: string, rules: Rules): void {
  const verdict = decide(rules.own, walk.prefix + path);
  if (verdict === 'ignored') return;
  if (verdict === 'undecided' && decide(rules.git, walk.prefix + path) === 'ignored') return;
  if (entry.isFile()) walk.found.set(path, 'file');
  else if (entry.isSymbolicLink()) walk.found.set(path, 'link');
  else walk.passedOver.push(path);
}

function shouldEnter(walk: Walk, parent: string, name: string, path: string, rules: Rules): boolean {
  const verdict = decide(rules.own, `${walk.prefix}${path}/`);
  if (verdict !== 'undecided') return verdict === 'taken';
  if (isInstalled(parent, name, !path.includes('/'))) return false;
  return decide(rules.git, `${walk.prefix}${path}/`) !== 'ignored';
}

async function walkFolder(walk: Walk, path: string, rulesSoFar: Rules): Promise<void> {
  const folder = join(walk.order.folder, path);
  const base = path === '' ? walk.prefix : `${walk.prefix}${path}/`;
  const rules = await withFilesOf(folder, base, rulesSoFar);
  if (path === '') walk.own.rules = rules.own;
  const below: Promise<void>[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const entryPath = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.name === '.git' && walk.order.git === 'leave-out') continue;
    if (!entry.isDirectory()) {
      take(walk, entry, entryPath, rules);
    } else if (entry.name === '.git') {
      below.push(walkFolder(walk, entryPath, { git: [], own: [] }));
    } else if (shouldEnter(walk, folder, entry.name, entryPath, rules)) {
      const full = `${walk.prefix}${entryPath}/`;
      below.push(walkFolder(walk, entryPath, { git: enter(rules.git, full), own: enter(rules.own, full) }));
    }
  }
  await Promise.all(below);
}

/** Tracked files in places that were left out: they are content all the same, if they are still there. */
async function addTracked(walk: Walk, tracked: readonly string[]): Promise<void> {
  const missing = tracked.filter((path) => !walk.found.has(path));
  for (const path of missing) {
    const parts = path.split('/');
    const upTo = (count: number) => `${walk.prefix}${parts.slice(0, count).join('/')}`;
    const leftOut = parts.some(
      (_, index) =>
        decide(walk.own.rules, upTo(index + 1) + (index < parts.length - 1 ? '/' : '')) === 'ignored',
    );
    if (leftOut) continue;
    const stats = await lstat(join(walk.order.folder, path)).catch(() => null); // deleted, not yet committed
    if (stats?.isFile()) walk.found.set(path, 'file');
    else if (stats?.isSymbolicLink()) walk.found.set(path, 'link');
  }
}

const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/** Throws the file system's error when a folder cannot be read. */
export async function listFiles(order: ListOrder): Promise<Listing> {
  const tree = await findWorkTree(order.folder);
  const inTree = tree === null ? '' : slashed(relative(tree.root, order.folder));
  const prefix = inTree === '' ? '' : `${inTree}/`;
  const walk: Walk = { order, prefix, found: new Map(), passedOver: [], own: { rules: [] } };
  const [tracked, rules] = await Promise.all([
    tree === null ? [] : trackedFiles(order.folder),
    rulesAbove(tree, order.folder, order.env),
  ]);
  await walkFolder(walk, '', rules);
  await addTracked(walk, tracked);
  const files = [...walk.found].map(([path, kind]) => ({ path, kind })).sort(byPath);
  return { files, passedOver: walk.passedOver.sort() };
}
