import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { NodeFacts } from '@gauntlet/core/executions';
import { findModules } from './find-modules.ts';
import type { ProjectPlace } from './project-place.ts';
import { findPackages, namesOf, type PackageFile, readPackage } from './read-package.ts';

/** Scripts that npm runs by itself when it installs a folder. */
const INSTALL_SCRIPTS = [
  'preinstall',
  'install',
  'postinstall',
  'preprepare',
  'prepare',
  'postprepare',
  'prepublish',
];

export const readNodeFacts = (place: ProjectPlace): NodeFacts | null => {
  const levels = findLevels(place);
  if (!levels) return null;
  const { project, top } = levels;
  const topPackage = readPackage(top) ?? {};
  const declared = listDeclared(place);
  return {
    folder: relative(place.root, top),
    lockfiles: readdirSync(top).filter((name) => /lock|shrinkwrap/.test(name)),
    packageManager: typeof topPackage.packageManager === 'string' ? topPackage.packageManager : null,
    yarn: isYarnBerry(top, topPackage) ? 'berry' : 'classic',
    declares: declared.length > 0 || topPackage.workspaces ? 'dependencies' : 'nothing',
    bundled: isBundled(project, place.root, declared) ? 'complete' : 'none',
    host: judgeHost(place, declared),
    installScripts: findInstallScripts(top),
  };
};

/** The nearest package, and where it is installed: itself, or the root of the workspaces it belongs to. */
const findLevels = (place: ProjectPlace): { project: string; top: string } | null => {
  const levels = listLevels(place).filter((level) => readPackage(level) !== null);
  const [project] = levels;
  return project === undefined ? null : { project, top: levels.find(isWorkspaceRoot) ?? project };
};

/** Names of the packages that must be installed for the folder we work in. */
export const listDeclared = (place: ProjectPlace): string[] => {
  const levels = findLevels(place);
  if (!levels) return [];
  return [...new Set([levels.project, levels.top].flatMap((level) => declaredIn(readPackage(level) ?? {})))];
};

/** The folders from where we work up to the top of the content. */
const listLevels = ({ root, folder }: ProjectPlace): string[] => {
  const parts = relative(root, folder).split('/').filter(Boolean);
  return [...parts.keys(), parts.length].reverse().map((count) => join(root, ...parts.slice(0, count)));
};

const isWorkspaceRoot = (level: string): boolean =>
  Boolean(readPackage(level)?.workspaces) || existsSync(join(level, 'pnpm-workspace.yaml'));

/** Optional and peer dependencies may be missing without fault. */
const declaredIn = (file: PackageFile): string[] => [
  ...namesOf(file.dependencies).filter((name) => !namesOf(file.optionalDependencies).includes(name)),
  ...namesOf(file.devDependencies),
];

const isYarnBerry = (top: string, { packageManager }: PackageFile): boolean =>
  existsSync(join(top, '.yarnrc.yml')) || /^yarn@([2-9]|\d\d)/.test(String(packageManager));

const isBundled = (project: string, root: string, declared: readonly string[]): boolean =>
  declared.length > 0 && findModules(project, root, declared).missing.length === 0;

const judgeHost = ({ root, folder, hostFolder }: ProjectPlace, declared: string[]): NodeFacts['host'] => {
  if (hostFolder === undefined) return { state: 'no-host' };
  const { folders, missing } = findModules(join(hostFolder, relative(root, folder)), '/', declared);
  if (missing.length > 0) return folders.length > 0 ? { state: 'incomplete', missing } : { state: 'no-host' };
  return folders.length > 0 ? { state: 'installed' } : { state: 'no-host' };
};

const findInstallScripts = (top: string): string[] =>
  findPackages(top).flatMap((folder) => {
    const file = join(folder, 'package.json');
    const scripts = namesOf(readPackage(join(top, folder))?.scripts).filter((it) =>
      INSTALL_SCRIPTS.includes(it),
    );
    const native = existsSync(join(top, folder, 'binding.gyp')) ? ['the binding.gyp'] : [];
    return [...scripts, ...native].map((script) => `${script} of ${file}`);
  });
