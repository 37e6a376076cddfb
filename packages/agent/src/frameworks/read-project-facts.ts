/** Walks a project's folder for what tells its framework: names of files, package.json, a few texts. */
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameworkFacts, PackageFacts } from '@gauntlet/core/executions';
import { z } from 'zod';

const IGNORED = new Set([
  ...['node_modules', '.git', '.hg', '.svn', '__pycache__', '.tox', '.nox'],
  ...['.pytest_cache', '.mypy_cache', '.ruff_cache', '.gradle', '.cache', '.next', '.nuxt', '.turbo'],
]);

export type WalkLimits = { files: number; depth: number };
const LIMITS: WalkLimits = { files: 200_000, depth: 64 };
/** In every virtualenv, whatever its folder is called; `env` may be anything. */
const VIRTUALENV_MARK = 'pyvenv.cfg';
const TEXT_BYTES = 262_144;

const Names = z.record(z.string(), z.unknown()).optional().catch(undefined);
const PackageJson = z.object({
  scripts: z.record(z.string(), z.string()).optional().catch(undefined),
  dependencies: Names,
  devDependencies: Names,
  peerDependencies: Names,
  optionalDependencies: Names,
});

function readFolder(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    return []; // A folder that cannot be read holds nothing that could be run either.
  }
}

/**
 * The files below `folder` as relative paths with forward slashes, each folder's own before its
 * subfolders'. Links are not followed; dependencies, virtualenvs and caches are left out. `beyond` says
 * which limit there was more behind, if there was more.
 */
export function walkProject(
  folder: string,
  limits: Partial<WalkLimits> = {},
): { files: string[]; beyond?: string } {
  const { files: mostFiles, depth: deepest } = { ...LIMITS, ...limits };
  const files: string[] = [];
  let level = [''];
  for (let depth = 0; depth < deepest && level.length > 0; depth += 1) {
    const below: string[] = [];
    for (const prefix of level) {
      const entries = readFolder(join(folder, prefix));
      if (prefix !== '' && entries.some(({ name }) => name === VIRTUALENV_MARK)) continue;
      for (const entry of entries) {
        if (files.length >= mostFiles) return { files, beyond: `${mostFiles} files` };
        if (entry.isDirectory() && !IGNORED.has(entry.name)) below.push(`${prefix}${entry.name}/`);
        if (entry.isFile()) files.push(`${prefix}${entry.name}`);
      }
    }
    level = below;
  }
  return level.length > 0 ? { files, beyond: `${deepest} levels of folders` } : { files };
}

function readText(path: string): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= TEXT_BYTES ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined; // Gone or unreadable: then nothing can be seen in it.
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A broken package.json tells nothing; the set-up will complain of it.
  }
}

export function readPackageFacts(folder: string): PackageFacts | undefined {
  const text = readText(join(folder, 'package.json'));
  const read = text === undefined ? undefined : PackageJson.safeParse(parseJson(text)).data;
  if (!read) return undefined;
  const lists = [read.dependencies, read.devDependencies, read.peerDependencies, read.optionalDependencies];
  return { scripts: read.scripts ?? {}, dependencies: lists.flatMap((list) => Object.keys(list ?? {})) };
}

/** What detectFramework asks for. */
export function readProjectFacts(folder: string): FrameworkFacts {
  return {
    // What lies beyond the limits says no more of the framework than what lies within.
    files: walkProject(folder).files,
    packageJson: readPackageFacts(folder),
    textOf: (file) => readText(join(folder, file)),
  };
}
