/** The running server of a data directory, as its `server.json` tells, and whether it is truly there. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { paths } from '@gauntlet/client';
import type { ServerFile } from '@gauntlet/contract';

const HEALTH = { live: '/health/live', ready: '/health/ready' } as const satisfies Record<
  string,
  keyof paths
>;

const serverFilePath = (dataDir: string) => join(dataDir, 'server.json');

/** @returns null when there is none, or when it is half-written or from something else. */
export async function readServerFile(dataDir: string): Promise<ServerFile | null> {
  try {
    const { ServerFile } = await import('@gauntlet/contract');
    const parsed = ServerFile.safeParse(JSON.parse(await readFile(serverFilePath(dataDir), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // Absent, unreadable or cut off: whatever it is, it leads to no server.
    return null;
  }
}

/** In a container whose first process reaps no children, what has ended stays in the table as a zombie. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    // No /proc on this system, or the process is gone: the signal below decides.
    return false;
  }
}

export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a server answers at `baseUrl`. `ready` also means: its database and its loops are up. */
export async function answersHealth(
  baseUrl: string,
  kind: 'live' | 'ready',
  timeoutMs = 2000,
): Promise<boolean> {
  try {
    const answer = await fetch(`${baseUrl.replace(/\/+$/, '')}${HEALTH[kind]}`, {
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    // Refused, reset or too slow are all the same answer: no.
    return false;
  }
}

/** @returns the server of this data directory when its process exists and answers. */
export async function findRunningServer(dataDir: string): Promise<ServerFile | null> {
  const file = await readServerFile(dataDir);
  if (file === null || !processExists(file.pid)) return null;
  return (await answersHealth(file.url, 'live')) ? file : null;
}
