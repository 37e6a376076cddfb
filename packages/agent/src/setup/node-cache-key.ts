import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SetupChoice } from '@gauntlet/core/executions';
import { askInterpreter, dayStamp, hashBytes, hashParts, settingsOf } from './cache-key.ts';
import { findPackages, type PackageFile, readPackage } from './read-package.ts';
import type { SetupOrder } from './setup-order.ts';

type NodeInstall = Extract<SetupChoice, { kind: 'node-install' }>;

/** The parts of a package.json that change what lies in node_modules. */
const PARTS = [
  ...['name', 'version', 'bin', 'directories', 'workspaces', 'engines', 'os', 'cpu', 'packageManager'],
  ...['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies', 'peerDependenciesMeta'],
  ...['bundleDependencies', 'bundledDependencies', 'overrides', 'resolutions'],
];
const SETTINGS = /^(npm_config_.*|NODE_ENV)$/i;
/** Copies of local folders, then, instead of links: they would be as old as the entry. */
const COPIES_FOLDERS = /install-links\s*=\s*true/i;

/** Null when what is to be installed cannot be told from files alone. */
export const nodeCacheKey = async (
  choice: NodeInstall,
  order: SetupOrder,
  top: string,
): Promise<string | null> => {
  const settings = settingsOf(order.environment, SETTINGS);
  const configuration = readText(join(top, '.npmrc'));
  if (COPIES_FOLDERS.test([configuration, ...settings.map((it) => it.join('='))].join('\n'))) return null;
  const node = await askInterpreter(order, ['node', '-p', 'process.version + process.arch']);
  if (node === null) return null;
  const packages = findPackages(top).map((folder) => describePackage(top, folder));
  const locks = readdirSync(top).filter((name) => /^(package-lock|npm-shrinkwrap)\.json$/.test(name));
  return hashParts([
    'node',
    choice.command,
    choice.folder,
    node,
    settings,
    configuration,
    packages,
    locks.sort().map((name) => [name, readText(join(top, name))]),
    dayStamp(choice.cache, new Date()),
  ]);
};

const describePackage = (top: string, folder: string): unknown => {
  const file: PackageFile = readPackage(join(top, folder)) ?? {};
  return [folder, PARTS.map((part) => file[part] ?? null), hashTarballs(join(top, folder), file)];
};

/** Of `file:` dependencies that are archives: their name may stay when their content changes. */
const hashTarballs = (folder: string, file: PackageFile): string[] =>
  [file.dependencies, file.devDependencies, file.optionalDependencies].flatMap((part) =>
    Object.values((part ?? {}) as Record<string, unknown>).flatMap((wanted) => hashTarball(folder, wanted)),
  );

const hashTarball = (folder: string, wanted: unknown): string[] => {
  if (typeof wanted !== 'string' || !wanted.startsWith('file:')) return [];
  const path = resolve(folder, wanted.slice('file:'.length));
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? [hashBytes(readFileSync(path))] : [];
};

const readText = (file: string): string =>
  statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, 'utf8') : '';
