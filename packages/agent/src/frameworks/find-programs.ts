/** Finds the programs that the placeholders of a framework's row name, where the tests run. */
import { dirname, join } from 'node:path';
import type { CommandHost } from '../process/command-host.ts';

export type Programs = {
  /** The path of node_modules/.bin/<name>, found upwards from the working folder. */
  bin: (name: string) => string | undefined;
  node: string | undefined;
  python: string | undefined;
};

type Place = { folder: string; environment: Readonly<Record<string, string>> } & Pick<CommandHost, 'whichOf'>;

const VIRTUALENVS = ['.venv', 'venv', 'env'];
const NAMED = /\{(node|python|bin:([\w@./-]+))\}/g;

/** Those that these texts name: nothing else is looked for. */
export async function findPrograms(
  texts: readonly string[],
  { folder, environment, whichOf }: Place,
): Promise<Programs> {
  const names = [...new Set(texts.flatMap((text) => [...text.matchAll(NAMED)].map(([, name = '']) => name)))];
  const lists = names.map((name) => candidatesOf(name, folder, environment));
  const found = names.length > 0 ? await whichOf(lists, environment) : [];
  const programs = new Map(names.map((name, index) => [name, found[index]]));
  return {
    bin: (name) => programs.get(`bin:${name}`),
    node: programs.get('node'),
    python: programs.get('python'),
  };
}

function candidatesOf(name: string, folder: string, environment: Place['environment']): string[] {
  if (name === 'node') return ['node'];
  if (name !== 'python') return upwards(folder).map((at) => join(at, 'node_modules/.bin', name.slice(4)));
  const active = environment.VIRTUAL_ENV;
  const homes = [...(active ? [active] : []), ...VIRTUALENVS.map((home) => join(folder, home))];
  return [...homes.map((home) => join(home, 'bin/python')), 'python3', 'python'];
}

function upwards(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}
