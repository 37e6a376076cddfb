/** What lies in the data folder for programs of this host: where the server is, and a token for it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerFile } from '@gauntlet/contract';
import { processStartedAt } from '@gauntlet/host/process-tree';
import { readIfThere, removeIfThere, writePrivateFile } from './host-files.ts';

type Announcement = { url: string; token: string; version: string; startedAt: Date };

/** server.url is what agents read, again and again. */
export const announceServer = (dataFolder: string, url: string): Promise<void> =>
  writePrivateFile(join(dataFolder, 'server.url'), url);

/** server.json holds a token and is for its owner alone: how programs of this host talk to the API. */
export async function announceAccess(
  dataFolder: string,
  { startedAt, ...announced }: Announcement,
): Promise<void> {
  const file: ServerFile = {
    ...announced,
    pid: process.pid,
    processStartedAt: (await processStartedAt(process.pid)) ?? '',
    startedAt: startedAt.toISOString(),
  };
  await writePrivateFile(join(dataFolder, 'server.json'), JSON.stringify(file, null, 2));
}

/** server.url stays: the next start takes the same port if it can, and agents that wait look there. */
export const withdrawServer = (dataFolder: string) => removeIfThere(join(dataFolder, 'server.json'));

export async function lastPort(dataFolder: string): Promise<number | null> {
  const url = await readIfThere(join(dataFolder, 'server.url'));
  return url && URL.canParse(url) ? Number(new URL(url).port) || null : null;
}

export const makeDataFolder = (dataFolder: string) =>
  mkdir(dataFolder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
