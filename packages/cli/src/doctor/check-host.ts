/** What this host brings: Node.js, room on the disk, programs that tests need. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { sizeText } from '../terminal/amounts.ts';
import { type Check, fine, problem, warning } from './check.ts';

const LEAST_NODE = 20;
const LITTLE_BYTES = 5_000_000_000;
const TOO_LITTLE_BYTES = 1_000_000_000;
const DEFAULT_PORT = 4680;
const PROGRAM_TIMEOUT_MS = 10_000;

export function checkNode(version: string): Check {
  return Number.parseInt(version, 10) >= LEAST_NODE
    ? fine('Node.js', version)
    : problem('Node.js', version, `Install Node.js ${LEAST_NODE} or newer.`);
}

/** The nearest folder that exists: the data folder itself is made by the first start. */
async function existing(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    const there = await stat(at).catch(() => null); // a missing folder is what is looked for
    if (there !== null || dirname(at) === at) return at;
  }
}

export async function checkDataFolder(folder: string): Promise<Check> {
  const at = await existing(folder);
  const probe = join(at, `.gauntlet-${randomUUID()}`);
  try {
    if (at === folder) await writeFile(probe, 'probe');
    else await mkdir(probe);
    return fine('Data folder', at === folder ? folder : `${folder} (not there yet, can be made)`);
  } catch (error) {
    return problem(
      'Data folder',
      `${folder}: ${(error as Error).message}`,
      'Choose a folder you may write to by --data-dir or GAUNTLET_DATA_DIR.',
    );
  } finally {
    await rm(probe, { recursive: true, force: true });
  }
}

export async function checkDisk(folder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(await existing(folder));
  const free = Number(bavail) * Number(bsize);
  const found = `${sizeText(free)} free`;
  if (free < TOO_LITTLE_BYTES)
    return problem('Disk', found, `Make room on the disk of ${folder}, or choose another by --data-dir.`);
  return free < LITTLE_BYTES
    ? warning('Disk', found, 'Reports, artifacts and copies of projects need room.')
    : fine('Disk', found);
}

/** First line of what a program says of its version; null when it is not there. */
function versionOf(program: string, args: readonly string[], path: string): Promise<string | null> {
  const options = { timeout: PROGRAM_TIMEOUT_MS, env: { ...process.env, PATH: path } };
  return new Promise((resolve) => {
    execFile(program, [...args], options, (error, stdout, stderr) =>
      resolve(error === null ? ((stdout || stderr).trim().split('\n')[0] ?? '') : null),
    );
  });
}

type Program = { name: string; command: string; args?: readonly string[]; without: string };
const PROGRAMS: readonly Program[] = [
  { name: 'git', command: 'git', without: 'Install git: content from repositories needs it.' },
  {
    name: 'node for tests',
    command: 'node',
    without: 'Install Node.js where PATH finds it: JavaScript tests need it.',
  },
  { name: 'npm', command: 'npm', without: 'Install npm: set-up of JavaScript projects needs it.' },
  { name: 'python3', command: 'python3', without: 'Install Python 3: pytest needs it.' },
  {
    name: 'pip',
    command: 'python3',
    args: ['-m', 'pip', '--version'],
    without: 'Install pip: set-up of Python projects needs it.',
  },
];

/** @param path PATH as tests will see it */
export function checkPrograms(path: string): Promise<Check[]> {
  return Promise.all(
    PROGRAMS.map(async ({ name, command, args = ['--version'], without }) => {
      const version = await versionOf(command, args, path);
      if (version !== null) return fine(name, version.replace(/ from .*$/, ''));
      return warning(name, `not found in ${path.split(delimiter).length} folders of PATH`, without);
    }),
  );
}

/** Whether the usual port is free, for a server to be started. */
export function checkPort(): Promise<Check> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(
        warning(
          'Port',
          `${DEFAULT_PORT} cannot be used (${error.code})`,
          'A free one will be taken; or choose one: gauntlet up --port N.',
        ),
      ),
    );
    server.listen(DEFAULT_PORT, '127.0.0.1', () =>
      server.close(() => resolve(fine('Port', `${DEFAULT_PORT} is free`))),
    );
  });
}
