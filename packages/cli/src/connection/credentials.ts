/**
 * What `gauntlet login` keeps: tokens by server, in one file that only its owner can read.
 * Invariant: the file is replaced as a whole (written beside, renamed), never half-written.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type StoredLogin = { token: string; username: string; teamName: string };
export type Credentials = { current: string | null; servers: Record<string, StoredLogin> };

const filePath = (configDir: string) => join(configDir, 'credentials.json');
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function asLogin(value: unknown): StoredLogin | null {
  if (!isRecord(value) || typeof value.token !== 'string') return null;
  return {
    token: value.token,
    username: typeof value.username === 'string' ? value.username : '',
    teamName: typeof value.teamName === 'string' ? value.teamName : '',
  };
}

function asCredentials(value: unknown): Credentials {
  const servers = isRecord(value) && isRecord(value.servers) ? value.servers : {};
  const logins = Object.entries(servers).flatMap(([url, entry]) => {
    const login = asLogin(entry);
    return login === null ? [] : [[url, login] as const];
  });
  const current = isRecord(value) && typeof value.current === 'string' ? value.current : null;
  return { current, servers: Object.fromEntries(logins) };
}

/** The same server written in two ways is one entry. */
export const normalUrl = (url: string) => new URL(url).href.replace(/\/+$/, '');

export async function readCredentials(configDir: string): Promise<Credentials> {
  try {
    return asCredentials(JSON.parse(await readFile(filePath(configDir), 'utf8')));
  } catch {
    // No file or one that cannot be read: nobody is signed in.
    return { current: null, servers: {} };
  }
}

export async function writeCredentials(configDir: string, credentials: Credentials): Promise<void> {
  await mkdir(configDir, { recursive: true, mode: 0o700 });
  const beside = join(configDir, `.credentials-${randomUUID()}`);
  await writeFile(beside, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  await rename(beside, filePath(configDir));
}
