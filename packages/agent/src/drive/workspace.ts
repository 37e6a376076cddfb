/** The folder in which this group runs its units: made once of what was prepared. */
import { join } from 'node:path';
import type { PreparedSetup } from '../setup/prepared-setup.ts';
import { copyWorkspace } from '../workspace/copy-workspace.ts';
import { removeWorkspace } from '../workspace/remove-workspace.ts';
import type { StartParameters } from './start-line.ts';

export type Workspace = {
  /** What an earlier life of the agent left there is removed first: its tests may have changed anything. */
  make: (setup: PreparedSetup) => Promise<void>;
  /** Something else is prepared: it is made anew. */
  forget: () => void;
  /** Where to run, given the folder of the content to work in. */
  folderFor: (relative: string) => string;
};

export const contentFolder = (preparedFolder: string): string => join(preparedFolder, 'content');

export const createWorkspace = (
  { preparedFolder }: StartParameters,
  folder: string,
  onBegin: () => void,
): Workspace => {
  let making: Promise<void> | null = null;
  const copy = async (setup: PreparedSetup): Promise<void> => {
    if ((await removeWorkspace(folder)) === 'left')
      throw new Error(`What an earlier run left in ${folder} cannot be removed.`);
    await copyWorkspace({ root: contentFolder(preparedFolder), setup }, folder);
  };
  return {
    make: (setup) => {
      if (making === null) {
        onBegin();
        making = copy(setup);
      }
      return making;
    },
    forget: () => {
      making = null;
    },
    folderFor: (relative) => (relative === '' ? folder : join(folder, relative)),
  };
};
