/**
 * A PostgreSQL of the machine's own packages, for one run of tests: the oldest version there is, on a socket
 * and a port of its own, in a folder that goes with it. Root may not run one: then `postgres` does.
 */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

export type SystemPostgres = { url: string; version: string; stop(): void };

const PACKAGES = '/usr/lib/postgresql';
const OLDEST = 15;

/** @returns versions that Gauntlet supports, the oldest first */
function systemVersions(folder = PACKAGES): number[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const versions = names.map(Number).filter((version) => version >= OLDEST);
  return versions
    .filter((version) => existsSync(join(folder, `${version}/bin/initdb`)))
    .toSorted((a, b) => a - b);
}

export async function startSystemPostgres(): Promise<SystemPostgres> {
  const [version] = systemVersions();
  if (version === undefined) throw new Error(`There is no PostgreSQL ${OLDEST} or later in ${PACKAGES}.`);
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-system-postgres-'));
  const owner = process.getuid?.() === 0 ? idsOf('postgres') : null;
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const run = (program: string, ...args: string[]) =>
    mustRun(join(PACKAGES, String(version), 'bin', program), args, folder, owner);
  const data = join(folder, 'data');
  const port = await freePort();
  run('initdb', '-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-sync');
  // As many as the embedded one takes: two files of tests at once have a pool of 60 each.
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200`;
  run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start');
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    version: String(version),
    stop: () => {
      run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Ids = { uid: number; gid: number };

function idsOf(user: string): Ids {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${user}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined) throw new Error(`There is no user ${user}, whom the package of PostgreSQL makes.`);
  return { uid: Number(uid), gid: Number(gid) };
}

function mustRun(program: string, args: readonly string[], cwd: string, owner: Ids | null): void {
  // Its streams are not ours: the server that pg_ctl leaves behind would keep them open.
  const end = spawnSync(program, args, { cwd, stdio: 'ignore', ...owner });
  if (end.status !== 0) throw new Error(`${program} ended with ${end.status ?? end.error?.message}.`);
}
