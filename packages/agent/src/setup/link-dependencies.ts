/**
 * Gives a workspace node_modules of its own that lead to an installation elsewhere. The folder itself is
 * real and its entries are links, so that what tools write into it (.vite, .cache, ...) stays in the
 * workspace and the installation is never changed. Links of the installation into its own project (npm
 * workspaces) become links to the workspace's copy of it.
 */
import {
  chmodSync,
  type Dirent,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { ModulesSource } from './prepared-setup.ts';

/** Where an entry of a node_modules comes from and where it goes. */
type Entry = { from: string; to: string; source: ModulesSource; workspace: string };

export const linkDependencies = (sources: readonly ModulesSource[], workspace: string): void => {
  for (const source of sources) linkModules(source, workspace);
};

const linkModules = (source: ModulesSource, workspace: string): void => {
  const target = join(workspace, source.at, 'node_modules');
  // A link or a file of that name in the content (to an installation that is not here, say) gives way.
  if (lstatSync(target, { throwIfNoEntry: false })?.isDirectory() === false) rmSync(target);
  mkdirSync(target, { recursive: true });
  const entries = readdirSync(source.source, { withFileTypes: true });
  // Commands last: they lead to packages that must be there by then.
  for (const entry of [
    ...entries.filter((it) => it.name !== '.bin'),
    ...entries.filter((it) => it.name === '.bin'),
  ]) {
    const { name } = entry;
    const place = { from: join(source.source, name), to: join(target, name), source, workspace };
    if (name === '.bin') linkEach(place, linkCommand);
    // Caches, lock notes and stores of package managers: the first must not be shared, the rest not be seen.
    else if (name.startsWith('.')) continue;
    else if (name.startsWith('@')) linkEach(place, linkPackage);
    else linkPackage(entry, place);
  }
};

const linkEach = (folder: Entry, link: (entry: Dirent, place: Entry) => void): void => {
  if (!statSync(folder.from).isDirectory()) return;
  mkdirSync(folder.to, { recursive: true });
  for (const entry of readdirSync(folder.from, { withFileTypes: true }))
    link(entry, { ...folder, from: join(folder.from, entry.name), to: join(folder.to, entry.name) });
};

const linkPackage = (entry: Dirent, place: Entry): void => {
  const own = entry.isSymbolicLink() ? findOwnCopy(place) : null;
  if (own) makeLink(relative(dirname(place.to), own), place.to);
  else makeLink(place.from, place.to);
};

/** npm's commands are relative links, which mean the same in the workspace; other managers write scripts. */
const linkCommand = (entry: Dirent, place: Entry): void => {
  if (!entry.isSymbolicLink()) {
    makeLink(place.from, place.to);
    return;
  }
  const target = readlinkSync(place.from);
  const inModules = /^\.\.\/[^./]/.test(target);
  const own = findOwnCopy(place);
  makeLink(inModules ? target : own ? relative(dirname(place.to), own) : place.from, place.to);
  const file = statSync(place.to, { throwIfNoEntry: false });
  // npm makes the commands of workspace members executable where it installs; ours is another copy.
  if (file?.isFile() && (file.mode & 0o100) === 0) makeExecutable(place, file.mode);
};

const makeExecutable = ({ to, workspace }: Entry, mode: number): void => {
  const file = realpathSync(to);
  const inside = relative(realpathSync(workspace), file);
  // Behind a link to the installation nothing is ours to change.
  const isOwn = !inside.startsWith('..') && !inside.split('/').includes('node_modules');
  if (isOwn) chmodSync(file, mode | 0o111);
};

/** The workspace's own copy of what a link leads to, when that is a part of the project itself. */
const findOwnCopy = ({ from, source: { project }, workspace }: Entry): string | null => {
  const inside = relative(project, resolve(dirname(from), readlinkSync(from)));
  if (inside.startsWith('..') || isAbsolute(inside) || inside.split('/').includes('node_modules'))
    return null;
  const copy = join(workspace, inside);
  // Left out of the content (by .gitignore, say): then the installation's is the only one.
  return statSync(copy, { throwIfNoEntry: false }) ? copy : null;
};

/** The nearest node_modules comes first and wins, as it does for Node.js. */
const makeLink = (target: string, path: string): void => {
  try {
    symlinkSync(target, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
};
