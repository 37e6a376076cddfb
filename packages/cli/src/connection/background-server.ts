/**
 * The server that `gauntlet run` left running in the background. `up` and `start` are to own the server
 * they serve with, so an idle one of that sort gives way to them; one that works is left alone.
 */
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { QueueView, type ServerFile } from '@gauntlet/contract';
import { askApi } from './api-client.ts';
import { parseJson } from './read-problem.ts';
import { findRunningServer, processExists } from './server-file.ts';
import { backgroundMarkPath } from './start-server.ts';

const STOP_MS = 30_000;
const LOOK_EVERY_MS = 50;

async function isBackground(dataDir: string, server: ServerFile): Promise<boolean> {
  const mark = parseJson(await readFile(backgroundMarkPath(dataDir), 'utf8').catch(() => '')); // no mark, no such server
  return typeof mark === 'object' && mark !== null && (mark as { pid?: unknown }).pid === server.pid;
}

async function isIdle(server: ServerFile): Promise<boolean> {
  const queue = await askApi(
    { baseUrl: server.url, token: server.token },
    (api) => api.GET('/api/v1/queue'),
    QueueView,
  );
  return queue.ok && queue.value.running === 0 && queue.value.items.length === 0;
}

async function endServer(dataDir: string, server: ServerFile): Promise<boolean> {
  process.kill(server.pid, 'SIGTERM');
  const deadline = Date.now() + STOP_MS;
  while (processExists(server.pid)) {
    if (Date.now() > deadline) return false;
    await pause(LOOK_EVERY_MS);
  }
  await rm(backgroundMarkPath(dataDir), { force: true });
  return true;
}

/** @returns the server that runs there and stays; null when the folder is free for a new one. */
export async function makeRoom(dataDir: string): Promise<ServerFile | null> {
  const server = await findRunningServer(dataDir);
  if (server === null) return null;
  const mayEnd = (await isBackground(dataDir, server)) && (await isIdle(server));
  return mayEnd && (await endServer(dataDir, server)) ? null : server;
}
