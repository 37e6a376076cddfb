/** What git knows of a folder, where there is git and the folder is in a work tree; nothing otherwise. */
import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;
export type WorkTree = { root: string; gitFolder: string | null };

const kindOf = async (path: string): Promise<'file' | 'folder' | null> => {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    // Not there.
    return null;
  }
};

/** The work tree a folder is in, by looking for `.git` upwards. */
export async function findWorkTree(folder: string): Promise<WorkTree | null> {
  for (let at = folder; ; at = dirname(at)) {
    const kind = await kindOf(join(at, '.git'));
    if (kind !== null) return { root: at, gitFolder: kind === 'folder' ? join(at, '.git') : null };
    if (dirname(at) === at) return null;
  }
}

/** A hostile repository's configuration must not name programs for git to run. */
const SAFE = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const MOST_OUTPUT_BYTES = 256 * 1024 * 1024;

const git = (folder: string, args: readonly string[]) =>
  new Promise<string | null>((resolve) => {
    const options = { cwd: folder, maxBuffer: MOST_OUTPUT_BYTES, encoding: 'utf8' as const };
    // No git, no work tree, a folder of someone else: then there is simply nothing known.
    execFile('git', [...SAFE, ...args], options, (error, stdout) => resolve(error === null ? stdout : null));
  });

/** The files git tracks below `folder`, relative to it: they belong to the content even when ignored. */
export async function trackedFiles(folder: string): Promise<string[]> {
  const listed =
    (await git(folder, ['ls-files', '-z', '--cached', '--recurse-submodules'])) ??
    (await git(folder, ['ls-files', '-z', '--cached']));
  return listed === null ? [] : listed.split('\0').filter(Boolean);
}

/** @returns null when there is no such file. */
export async function readIgnoreFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    // Absent, a folder of that name, unreadable: git passes over it too.
    return null;
  }
}

/** The rules of this person and of this clone alone: core.excludesFile and .git/info/exclude, weakest first. */
export async function personalIgnoreRules(tree: WorkTree, env: Env): Promise<string[]> {
  const configured = (await git(tree.root, ['config', '--type=path', '--get', 'core.excludesFile']))?.trim();
  const configHome = env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config');
  const paths = [configured || join(configHome, 'git', 'ignore')];
  if (tree.gitFolder !== null) paths.push(join(tree.gitFolder, 'info', 'exclude'));
  const texts = await Promise.all(paths.map(readIgnoreFile));
  return texts.filter((text) => text !== null);
}
