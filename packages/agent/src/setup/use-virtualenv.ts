import { isAbsolute, join, relative } from 'node:path';
import type { FolderLink, PreparedSetup } from './prepared-setup.ts';
import type { SetupOrder } from './setup-order.ts';

const FALLBACK_PATH = '/usr/local/bin:/usr/bin:/bin';

/**
 * A virtualenv is used where it is, as its scripts hold its absolute path. One that lies in the project
 * is linked into each workspace, for commands that name it by its place.
 */
export const useVirtualenv = (
  virtualenv: string,
  { place, environment }: Pick<SetupOrder, 'place' | 'environment'>,
): Pick<PreparedSetup, 'environment' | 'python' | 'links'> => ({
  python: join(virtualenv, 'bin/python'),
  environment: {
    VIRTUAL_ENV: virtualenv,
    PATH: `${join(virtualenv, 'bin')}:${environment.PATH ?? FALLBACK_PATH}`,
  },
  links: [place.hostFolder, place.root].flatMap((project) => linkInside(virtualenv, project)),
});

const linkInside = (virtualenv: string, project: string | undefined): FolderLink[] => {
  if (project === undefined) return [];
  const at = relative(project, virtualenv);
  return at === '' || at.startsWith('..') || isAbsolute(at) ? [] : [{ source: virtualenv, at }];
};
