/**
 * One test's own world: a folder, and everything that was started for it.
 *
 * Owns all processes that carry its mark, its databases and its folder. Invariant: after end() none of
 * them is left, whatever the test did.
 */
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { removeFolder } from '../../packages/server/src/adapters/local-process/remove-folder.ts';
import {
  findPostmaster,
  stopPostmaster,
} from '../../packages/server/src/adapters/postgres/embedded/postmaster.ts';
import {
  createEmptyDatabase,
  type TestDatabase,
} from '../../packages/server/src/testing/template-database.ts';
import { ROOT } from '../../scripts/setup.mjs';
import { personsEnvironment } from './persons-environment.ts';
import { endMarked } from './processes.ts';

export type World = {
  folder: string;
  /** A folder outside of every workspace, which tests find in $STATE: what they leave there outlives them. */
  state: string;
  /** In the environment of everything started here. */
  mark: string;
  environment: Record<string, string>;
  makeFolder(name: string): Promise<string>;
  makeProject(name: string, files: Record<string, string>): Promise<string>;
  createDatabase(): Promise<TestDatabase>;
  /** A data folder that may hold an embedded PostgreSQL. */
  dataFolder(name?: string): string;
  atEnd(undo: () => Promise<void>): void;
  end(): Promise<void>;
};

/** @param folder one that does not exist yet; left out: one with a name that nobody else has */
export async function createWorld(folder?: string): Promise<World> {
  if (folder === undefined) return createWorldIn(await mkdtemp(join(tmpdir(), 'gauntlet-e2e-')));
  await mkdir(folder);
  return createWorldIn(folder);
}

async function createWorldIn(folder: string): Promise<World> {
  await chmod(folder, 0o755); // as root the database has a user of its own, who must be able to walk in
  const mark = `e2e-${randomUUID()}`;
  const dataFolders = new Set<string>();
  const undo: (() => Promise<void>)[] = [];
  const makeFolder = async (name: string) => {
    const path = join(folder, name);
    await mkdir(path, { recursive: true });
    return path;
  };
  const state = await makeFolder('state');
  return {
    folder,
    state,
    mark,
    environment: personsEnvironment({
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...{ E2E_WORLD: mark, STATE: state, GAUNTLET_PASS_ENV: 'E2E_WORLD STATE' },
    }),
    makeFolder,
    makeProject: async (name, files) => {
      const path = await makeFolder(name);
      for (const [file, content] of Object.entries(files)) {
        await mkdir(dirname(join(path, file)), { recursive: true });
        await writeFile(join(path, file), content);
      }
      return path;
    },
    createDatabase: async () => {
      const database = await createEmptyDatabase();
      undo.push(() => database.drop());
      return database;
    },
    dataFolder: (name = 'data') => {
      const path = join(folder, name);
      dataFolders.add(path);
      return path;
    },
    atEnd: (step) => void undo.push(step),
    end: async () => {
      await endMarked(mark);
      for (const path of dataFolders) await stopLeftPostgres(path);
      for (const step of undo.reverse()) await step();
      await removeFolder(folder);
    },
  };
}

async function stopLeftPostgres(dataFolder: string): Promise<void> {
  const left = await findPostmaster(join(dataFolder, 'postgres'));
  if (left) await stopPostmaster(left.identity, 5);
}

/** Dozens of servers, agents and command lines start from the same sources: compiling them once halves the time. */
const COMPILE_CACHE = join(ROOT, 'node_modules', '.cache', 'gauntlet-e2e');
