import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { ModulesSource } from './prepared-setup.ts';
import { findPackages } from './read-package.ts';

/**
 * The node_modules folders from `start` upwards in which Node.js would find these packages, nearest first,
 * and which of the packages are in none. Looks no further up than needed, and never above `limit`.
 */
export const findModules = (
  start: string,
  limit: string,
  names: readonly string[],
): { folders: string[]; missing: string[] } => {
  const folders: string[] = [];
  let missing = [...names];
  for (let at = start; ; at = dirname(at)) {
    const modules = join(at, 'node_modules');
    const left = missing.filter((name) => !existsSync(join(modules, name, 'package.json')));
    if (at === start || left.length < missing.length) if (isFolder(modules)) folders.push(modules);
    missing = left;
    if (missing.length === 0 || at === limit || at === dirname(at)) return { folders, missing };
  }
};

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** The node_modules folders of `installed`, a folder laid out as the content is, beside the content's packages. */
export const listModules = (root: string, installed: string): ModulesSource[] =>
  [...new Set(['', ...findPackages(root)])]
    .map((at) => ({ source: join(installed, at, 'node_modules'), project: installed, at }))
    .filter(({ source }) => isFolder(source));

/** Those that the content itself holds. */
export const collectModules = (root: string): ModulesSource[] => listModules(root, root);

/** Those that the content brought along for the folder we work in and the folders above it. */
export const collectBundledModules = ({ root, folder }: { root: string; folder: string }): ModulesSource[] =>
  collectModules(root).filter(({ at }) => at === '' || `${relative(root, folder)}/`.startsWith(`${at}/`));

/**
 * Those of the user's own folder on this host, and behind them what that finds in folders above it (when
 * it is one member of a larger project, say). Where the content has its own they are left out.
 */
export const collectHostModules = (
  { root, folder }: { root: string; folder: string },
  hostFolder: string,
  names: readonly string[],
): ModulesSource[] => {
  const own = listModules(root, hostFolder).filter(({ at }) => !isFolder(join(root, at, 'node_modules')));
  const { folders } = findModules(join(hostFolder, relative(root, folder)), '/', names);
  const above = folders.filter((modules) => relative(hostFolder, modules).startsWith('..'));
  return [...own, ...above.map((source) => ({ source, project: hostFolder, at: '' }))];
};
