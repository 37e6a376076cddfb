/**
 * Which folders of a project a virtualenv imports from where they are (`pip install -e .`): through path
 * files, or through a finder that a build system has put there.
 */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folders of the project, relative to it ('' is its top); null when they cannot be told. */
export type Editables = readonly string[] | null;

const FINDER = /editable.*\.py$/i;
/** `'package': '/path/of/package'`, as finders list them. */
const MAPPING = /(["'])([\w.]+)\1\s*:\s*(["'])(\/[^"'\n]+)\3/g;
const LARGEST_BYTES = 1_048_576;

export const findEditables = (virtualenv: string, project: string): Editables => {
  if (!existsSync(project)) return [];
  const lookup = insideOf(project, virtualenv);
  const found = sitePackagesOf(virtualenv).flatMap((site) => editablesIn(site, lookup));
  return found.includes(null) ? null : [...new Set(found.filter((it) => it !== null))].sort();
};

type Lookup = (path: string) => string | null;

/** The path relative to the project; null when it lies elsewhere, or in the virtualenv itself. */
const insideOf = (project: string, virtualenv: string): Lookup => {
  const [top, environment] = [project, virtualenv].map((path) => realpathSync(path)) as [string, string];
  return (path) => {
    const real = existsSync(path) ? realpathSync(path) : resolve(path);
    return isIn(real, top) && !isIn(real, environment) ? relative(top, real) : null;
  };
};

const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

const sitePackagesOf = (virtualenv: string): string[] =>
  namesIn(join(virtualenv, 'lib'))
    .map((name) => join(virtualenv, 'lib', name, 'site-packages'))
    .filter((site) => existsSync(site));

const editablesIn = (site: string, lookup: Lookup): (string | null)[] => {
  const names = namesIn(site);
  const byPath = names.filter((name) => name.endsWith('.pth')).flatMap((name) => pathsOf(site, name, lookup));
  const byFinder = names
    .filter((name) => FINDER.test(name))
    .flatMap((name) => mappedBy(readText(join(site, name)), lookup));
  const found = [...byPath, ...byFinder];
  // Installed from the project, yet nothing that is understood leads there.
  const unknown = found.length === 0 && names.some((name) => isEditable(join(site, name), lookup));
  return unknown ? [null] : found;
};

const pathsOf = (site: string, name: string, lookup: Lookup): string[] =>
  readText(join(site, name))
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !/^import\s/.test(line))
    .flatMap((line) => lookup(resolve(site, line)) ?? []);

/** The folder that has to be searched for the name to lead to its path; null when none could. */
const mappedBy = (text: string, lookup: Lookup): (string | null)[] =>
  [...text.matchAll(MAPPING)].flatMap(([, , name = '', , path = '']) => {
    const inside = lookup(path);
    if (inside === null) return [];
    const place = name.replaceAll('.', '/');
    const at = inside.replace(/(\/__init__)?\.py$/, '');
    if (at === place) return [''];
    return [at.endsWith(`/${place}`) ? at.slice(0, -place.length - 1) : null];
  });

const isEditable = (path: string, lookup: Lookup): boolean => {
  if (!path.endsWith('.dist-info')) return false;
  try {
    const said = JSON.parse(readText(join(path, 'direct_url.json'))) as {
      url: string;
      dir_info?: { editable?: boolean };
    };
    return said.dir_info?.editable === true && lookup(fileURLToPath(said.url)) !== null;
  } catch {
    return false; // Not there, or not understood: then nothing says that it is one.
  }
};

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

const readText = (path: string): string => {
  const file = statSync(path, { throwIfNoEntry: false });
  return file?.isFile() && file.size <= LARGEST_BYTES ? readFileSync(path, 'utf8') : '';
};
