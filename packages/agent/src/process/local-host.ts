/** Commands as processes of this host. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { CommandHost } from './command-host.ts';
import { runProcess } from './run-process.ts';

export const LOCAL_HOST: CommandHost = {
  runProcess,
  whichOf: async (lists, { PATH = '' }) => {
    const folders = PATH.split(delimiter).filter((folder) => folder !== '');
    const placesOf = (name: string) =>
      name.includes('/') ? [name] : folders.map((folder) => join(folder, name));
    return lists.map((list) => list.flatMap(placesOf).find(isProgram));
  },
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // Not there or not ours to run: both mean that it is not the program.
  }
};
