/**
 * As whom PostgreSQL runs. It refuses to be root, so root starts it as the system's user `postgres`. That
 * user must get to the data folder and to PostgreSQL's programs; where a parent folder keeps it out (a
 * home of mode 0700, a temporary folder), it is started with the one capability that lets it pass. That
 * grants the database nothing its owner, root, does not have.
 */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { EmbeddedRefusal } from './refusal.ts';

export type PostgresUser = {
  /** Whom its files belong to; undefined: whoever runs this process. */
  owner: { uid: number; gid: number } | undefined;
  /** Put before every command of it. */
  prefix: string[];
  credentials: { uid?: number; gid?: number };
};

const run = promisify(execFile);
const USER = 'postgres';
const CAPABILITY = '+dac_override';

/** @param folders absolute; all that this user must be able to reach */
export async function choosePostgresUser(folders: string[]): Promise<Result<PostgresUser, EmbeddedRefusal>> {
  if (process.getuid?.() !== 0) return ok({ owner: undefined, prefix: [], credentials: {} });
  const owner = (await findUser()) ?? (await createUser());
  if (!owner) {
    const message = `PostgreSQL does not run as root, and there is no user "${USER}" and none can be created. Create one (useradd --system ${USER}), or start Gauntlet as another user than root.`;
    return refuse({ code: 'user-missing', message });
  }
  const barrier = await findBarrier(folders, owner);
  if (!barrier) return ok({ owner, prefix: [], credentials: owner });
  const prefix = passingPrefix(owner);
  if (await succeeds([...prefix, 'true'])) return ok({ owner, prefix, credentials: {} });
  const message = `PostgreSQL does not run as root but as the user "${USER}", which may not pass ${barrier}. Use another data folder (--data-dir /var/lib/gauntlet), allow passing (chmod o+x ${barrier}), or start Gauntlet as another user than root.`;
  return refuse({ code: 'not-traversable', message });
}

const passingPrefix = ({ uid, gid }: { uid: number; gid: number }) => [
  'setpriv',
  `--reuid=${uid}`,
  `--regid=${gid}`,
  '--clear-groups',
  `--inh-caps=${CAPABILITY}`,
  `--ambient-caps=${CAPABILITY}`,
  '--',
];

async function findUser() {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((what) => run('id', [what, USER])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined; // id exits 1 for a user that is not there
  }
}

async function createUser() {
  const shell = ['--shell', '/usr/sbin/nologin'];
  return (await succeeds(['useradd', '--system', '--user-group', '--no-create-home', ...shell, USER]))
    ? findUser()
    : undefined;
}

async function succeeds([command = '', ...args]: string[]): Promise<boolean> {
  try {
    await run(command, args);
    return true;
  } catch {
    return false; // missing or refused: either way there is another path, or a message of ours
  }
}

/** The first folder on the way that keeps the user out. */
async function findBarrier(
  folders: string[],
  owner: { uid: number; gid: number },
): Promise<string | undefined> {
  const onTheWay = new Set(folders.flatMap(withParents));
  for (const folder of onTheWay) {
    const { uid, gid, mode } = await stat(folder);
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return folder;
  }
  return undefined;
}

function withParents(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [...withParents(parent), folder];
}
