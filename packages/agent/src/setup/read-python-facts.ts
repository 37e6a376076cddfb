import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import type { PythonFacts } from '@gauntlet/core/executions';
import { findEditables } from './find-editables.ts';
import type { ProjectPlace, ProjectReader } from './project-place.ts';
import { readPyproject } from './read-pyproject.ts';

const FOR_TESTS =
  /^(requirements([-_.](dev|develop|test|tests|testing|ci))?|(dev|test|tests)[-_]requirements)\.txt$/;
const VIRTUALENVS = ['.venv', 'venv', 'env'];

export const readPythonFacts = async (place: ProjectPlace, reader: ProjectReader): Promise<PythonFacts> => {
  const at = [place.folder, place.root].find(isPythonProject) ?? place.folder;
  const requirements = findRequirements(at);
  return {
    folder: relative(place.root, at),
    requirements,
    requirementsReach: requirements.every((name) => asksRegistryOnly(join(at, name)))
      ? 'registry-only'
      : 'local',
    ...(await readPyproject(at, reader)),
    hostVirtualenv: findHostVirtualenv(place, reader.environment.VIRTUAL_ENV),
  };
};

const isPythonProject = (folder: string): boolean =>
  existsSync(join(folder, 'pyproject.toml')) ||
  existsSync(join(folder, 'setup.py')) ||
  findRequirements(folder).length > 0;

/** Those for running and testing; when none is named so, a single one of another name. */
const findRequirements = (folder: string): string[] => {
  const all = readdirSync(folder)
    .filter((name) => /requirements.*\.txt$/.test(name))
    .sort();
  const forTests = all.filter((name) => FOR_TESTS.test(name));
  return forTests.length > 0 || all.length !== 1 ? forTests : all;
};

/** Requirements by name, comments, hashes, and where on the network to look: nothing of further files. */
const REGISTRY_LINES = [
  /^\s*(#.*)?$/,
  /^\s*[A-Za-z0-9][\w.-]*\s*(\[[\w\s,.-]*\])?\s*([<>=!~;(#\\].*)?$/,
  /^\s*[A-Za-z0-9][\w.-]*\s*(\[[\w\s,.-]*\])?\s*@\s*https:/,
  /^\s*--hash=/,
  /^\s*(-i|-f|--index-url|--extra-index-url|--find-links)[\s=]+https:/,
  /^\s*(--no-index|--pre|--prefer-binary)\s*$/,
];

const asksRegistryOnly = (file: string): boolean =>
  readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .every((line) => REGISTRY_LINES.some((form) => form.test(line)));

const findHostVirtualenv = (
  { root, folder, hostFolder }: ProjectPlace,
  active: string | undefined,
): string | null => {
  if (hostFolder === undefined) return null;
  const candidates = [join(hostFolder, relative(root, folder)), hostFolder].flatMap((at) =>
    VIRTUALENVS.map((name) => join(at, name)),
  );
  // The caller's, never that of whoever started the server: group.ts sees to it.
  if (active !== undefined && isAbsolute(active)) candidates.push(active);
  const found = candidates.find(isVirtualenv);
  if (found === undefined) return null;
  const editables = findEditables(found, hostFolder);
  // It imports from the user's folder what the copy cannot stand in for: better to install anew.
  const canStandIn = editables?.every((at) => existsSync(join(root, at))) ?? false;
  return canStandIn ? found : null;
};

/** `existsSync` follows links: a virtualenv whose Python was removed since is none. */
const isVirtualenv = (folder: string): boolean =>
  existsSync(join(folder, 'pyvenv.cfg')) && existsSync(join(folder, 'bin/python'));

/**
 * A virtualenv in one of the usual places of the content itself, made by the definition's own commands. Its
 * Python may be a link that leads somewhere only where those ran.
 */
export const findVirtualenv = async (
  folders: readonly string[],
  { whichOf, environment }: ProjectReader,
): Promise<string | null> => {
  const homes = folders
    .flatMap((at) => VIRTUALENVS.map((name) => join(at, name)))
    .filter((home) => existsSync(join(home, 'pyvenv.cfg')));
  if (homes.length === 0) return null;
  const found = await whichOf(
    homes.map((home) => [join(home, 'bin/python')]),
    environment,
  );
  return homes.find((_, index) => found[index] !== undefined) ?? null;
};
