/** Gives one test run its PostgreSQL and the template that test files clone; takes both away afterwards. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { acquireOwnerLock } from '../adapters/postgres/embedded/owner-lock.ts';
import { findPostmaster, stopPostmaster } from '../adapters/postgres/embedded/postmaster.ts';
import { startEmbeddedPostgres } from '../adapters/postgres/embedded.ts';
import { silentLog } from './silent-log.ts';
import type { TestServer } from './template-database.ts';
import { createTemplate, dropDatabase } from './test-server.ts';

const FOLDER_PREFIX = 'gauntlet-test-postgres-';

let undo: (() => Promise<void>)[] = [];

export async function setup(project: TestProject): Promise<void> {
  const adminUrl = process.env.GAUNTLET_TEST_DATABASE_URL ?? (await startServer());
  const template = await createTemplate(adminUrl);
  undo.unshift(() => dropDatabase(adminUrl, template));
  const server: TestServer = { adminUrl, template };
  project.provide('testServer', server);
}

export async function teardown(): Promise<void> {
  const steps = undo;
  undo = [];
  for (const step of steps) await step();
}

async function startServer(): Promise<string> {
  await removeLeftovers();
  const dataFolder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  undo.unshift(() => rm(dataFolder, { recursive: true, force: true }));
  const started = await startEmbeddedPostgres({ dataFolder, log: silentLog, durability: 'unsafe' });
  if (!started.ok) throw new Error(started.error.message);
  undo.unshift(() => started.value.stop());
  return started.value.url;
}

/** What killed test runs left: a server without an owner, and its folder. */
async function removeLeftovers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(FOLDER_PREFIX));
  for (const name of names) await removeLeftover(join(tmpdir(), name));
}

async function removeLeftover(folder: string): Promise<void> {
  if (!existsSync(join(folder, 'postgres.lock'))) return; // just made: its owner is about to lock it
  const lock = await acquireOwnerLock(join(folder, 'postgres.lock'));
  if (!lock.ok) return; // another test run's, and in use
  const postmaster = await findPostmaster(join(folder, 'postgres'));
  if (postmaster) await stopPostmaster(postmaster.identity, 10);
  await rm(folder, { recursive: true, force: true });
}
