/** Finds the programs that the placeholders of a framework's row name. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export type Programs = {
  /** The path of node_modules/.bin/<name>, found upwards from the working folder. */
  bin: (name: string) => string | undefined;
  node: string | undefined;
  python: string | undefined;
};

const VIRTUALENVS = ['.venv', 'venv', 'env'];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // Not there or not ours to run: both mean that it is not the program.
  }
}

function findUpwards(folder: string, below: string): string | undefined {
  const path = join(folder, below);
  if (isProgram(path)) return path;
  const parent = dirname(folder);
  return parent === folder ? undefined : findUpwards(parent, below);
}

function findInPath(name: string, searchPath: string | undefined): string | undefined {
  const folders = (searchPath ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function findPython(folder: string, environment: Readonly<Record<string, string>>): string | undefined {
  const active = environment.VIRTUAL_ENV;
  const homes = [...(active ? [active] : []), ...VIRTUALENVS.map((name) => join(folder, name))];
  return (
    homes.map((home) => join(home, 'bin', 'python')).find(isProgram) ??
    findInPath('python3', environment.PATH) ??
    findInPath('python', environment.PATH)
  );
}

export function findPrograms(folder: string, environment: Readonly<Record<string, string>>): Programs {
  return {
    bin: (name) => findUpwards(folder, join('node_modules', '.bin', name)),
    node: findInPath('node', environment.PATH),
    python: findPython(folder, environment),
  };
}
