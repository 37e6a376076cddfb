import { isAbsolute, join, relative } from 'node:path';
import { findEditables } from './find-editables.ts';
import type { FolderLink, PreparedSetup } from './prepared-setup.ts';
import type { SetupOrder } from './setup-order.ts';

const FALLBACK_PATH = '/usr/local/bin:/usr/bin:/bin';

/**
 * A virtualenv is used where it is, as its scripts hold its absolute path. One that lies in the project
 * is linked into each workspace, for commands that name it by its place. What it imports from the user's
 * folder is imported from the workspace's copy of that.
 */
export const useVirtualenv = (
  virtualenv: string,
  { place, stateFolder, environment }: Pick<SetupOrder, 'place' | 'stateFolder' | 'environment'>,
): Pick<PreparedSetup, 'environment' | 'python' | 'pythonPath' | 'links'> => ({
  python: join(virtualenv, 'bin/python'),
  environment: {
    VIRTUAL_ENV: virtualenv,
    // Python would write what it compiles beside the sources, which are the user's own or shared.
    PYTHONPYCACHEPREFIX: join(stateFolder, 'pycache'),
    PATH: `${join(virtualenv, 'bin')}:${environment.PATH ?? FALLBACK_PATH}`,
  },
  pythonPath: place.hostFolder === undefined ? [] : (findEditables(virtualenv, place.hostFolder) ?? []),
  links: [place.hostFolder, place.root].flatMap((project) => linkInside(virtualenv, project)),
});

const linkInside = (virtualenv: string, project: string | undefined): FolderLink[] => {
  if (project === undefined) return [];
  const at = relative(project, virtualenv);
  return at === '' || at.startsWith('..') || isAbsolute(at) ? [] : [{ source: virtualenv, at }];
};
