/**
 * Makes the cluster's folder, once. It is made under another name and renamed when complete, so that a
 * process killed in the middle leaves nothing that looks like a cluster; what it does leave is removed by
 * the next, who holds the owner's lock and so knows that nobody works on it.
 */
import { once } from 'node:events';
import { chown, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { keepPassword, SUPERUSER } from './address.ts';
import type { PostgresUser } from './postgres-user.ts';
import type { EmbeddedRefusal } from './refusal.ts';
import { startProgram } from './run-program.ts';

const UNFINISHED = 'postgres.new-';

export type ClusterPlan = {
  dataFolder: string;
  initdb: string;
  user: PostgresUser;
  /** Unsafe leaves out waiting for the disk: for databases that are thrown away. */
  durability: 'safe' | 'unsafe';
};

/** @returns the cluster's folder, new or as it was. */
export async function initialiseCluster(plan: ClusterPlan): Promise<Result<string, EmbeddedRefusal>> {
  const cluster = join(plan.dataFolder, 'postgres');
  await removeUnfinished(plan.dataFolder);
  const found = await inspectCluster(cluster, plan.user);
  if (!found.ok) return found;
  if (found.value === 'present') return ok(cluster);
  const made = await makeCluster(plan);
  if (!made.ok) return made;
  await rename(made.value, cluster);
  await syncFolder(plan.dataFolder);
  return ok(cluster);
}

async function inspectCluster(
  cluster: string,
  user: PostgresUser,
): Promise<Result<'present' | 'absent', EmbeddedRefusal>> {
  const entries = await listIfThere(cluster);
  if (entries.length === 0) return ok('absent');
  if (!entries.includes('PG_VERSION')) {
    const message = `${cluster} holds files but no PostgreSQL cluster. Move them away, or use another data folder.`;
    return refuse({ code: 'not-a-cluster', message });
  }
  const { uid } = await stat(cluster);
  const expected = user.owner?.uid ?? process.getuid?.();
  if (uid === expected) return ok('present');
  const message = `${cluster} belongs to the user ${uid}, and PostgreSQL would run as ${expected}. Start Gauntlet as the user who made it, or use another data folder.`;
  return refuse({ code: 'wrong-owner', message });
}

async function makeCluster(plan: ClusterPlan): Promise<Result<string, EmbeddedRefusal>> {
  const folder = await mkdtemp(join(plan.dataFolder, UNFINISHED));
  const passwordFile = `${folder}.password`;
  const logFile = `${folder}.log`;
  await writeFile(passwordFile, await keepPassword(plan.dataFolder), { mode: 0o600 });
  for (const path of [folder, passwordFile]) {
    if (plan.user.owner) await chown(path, plan.user.owner.uid, plan.user.owner.gid);
  }
  const exitCode = await runInitdb(plan, folder, passwordFile, logFile);
  const said = await readFile(logFile, 'utf8');
  await Promise.all([passwordFile, logFile].map((file) => rm(file, { force: true })));
  if (exitCode === 0) return ok(folder);
  await rm(folder, { recursive: true, force: true });
  const message = `The database cluster could not be made in ${plan.dataFolder}: ${lastLines(said)}`;
  return refuse({ code: 'initialise-failed', message });
}

async function runInitdb(plan: ClusterPlan, folder: string, passwordFile: string, logFile: string) {
  const log = await open(logFile, 'a', 0o600);
  try {
    const args = initdbArguments(folder, passwordFile, plan.durability);
    const initdb = startProgram(plan.user, plan.initdb, args, log.fd);
    const [exitCode] = (await once(initdb, 'close')) as [number | null];
    return exitCode;
  } finally {
    await log.close();
  }
}

/**
 * A connection by socket needs no password: the socket's folder is closed to others. The locale is built
 * in, so that texts sort alike on every machine and after every upgrade of the system.
 */
const initdbArguments = (folder: string, passwordFile: string, durability: ClusterPlan['durability']) => [
  ...['-D', folder, '-U', SUPERUSER, `--pwfile=${passwordFile}`],
  ...['--auth-local=trust', '--auth-host=scram-sha-256', '--encoding=UTF8'],
  ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ...(durability === 'unsafe' ? ['--no-sync'] : []),
];

export const lastLines = (text: string) => text.trim().split('\n').slice(-5).join(' | ');

async function removeUnfinished(dataFolder: string): Promise<void> {
  const names = (await listIfThere(dataFolder)).filter((name) => name.startsWith(UNFINISHED));
  // An initdb whose parent was killed may still be writing: what cannot go now goes at the next start.
  const removals = names.map((name) => rm(join(dataFolder, name), { recursive: true, force: true }));
  await Promise.allSettled(removals);
}

async function listIfThere(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** The new name outlives a power failure. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
