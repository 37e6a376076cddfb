/** Where an embedded PostgreSQL listens: in a socket folder of its own if it can, else on loopback. */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresUser } from './postgres-user.ts';

export type Address =
  | { kind: 'socket'; folder: string; port: number }
  | { kind: 'loopback'; port: number; password: string };

export const SUPERUSER = 'gauntlet';
const SOCKET_PORT = 5432; // part of the socket's file name and nothing more
const LOOPBACK = '127.0.0.1';
/** sun_path holds 108 bytes on Linux and 104 on macOS, its closing zero included. */
const LONGEST_SOCKET_PATH = process.platform === 'linux' ? 107 : 103;

/** In the order to be tried: some file systems hold no sockets, which only shows when it starts. */
export async function* chooseAddresses(dataFolder: string, user: PostgresUser): AsyncGenerator<Address> {
  for (const folder of socketFolders(dataFolder, user)) {
    if (socketFits(folder) && (await preparePrivateFolder(folder, user))) {
      yield { kind: 'socket', folder, port: SOCKET_PORT };
    }
  }
  yield { kind: 'loopback', port: await findFreePort(), password: await keepPassword(dataFolder) };
}

export function toUrl(address: Address, database: string): string {
  if (address.kind === 'socket') {
    const host = encodeURIComponent(address.folder);
    return `postgresql://${SUPERUSER}@/${database}?host=${host}&port=${address.port}`;
  }
  return `postgresql://${SUPERUSER}:${address.password}@${LOOPBACK}:${address.port}/${database}`;
}

export const listenSettings = (address: Address): Record<string, string> =>
  address.kind === 'socket'
    ? {
        listen_addresses: '',
        unix_socket_directories: quoteFolder(address.folder),
        unix_socket_permissions: '0700',
      }
    : { listen_addresses: LOOPBACK, unix_socket_directories: '' };

/** The password of loopback connections: made once, kept readable to the owner of the data folder only. */
export async function keepPassword(dataFolder: string): Promise<string> {
  const file = join(dataFolder, 'postgres.password');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const password = randomBytes(32).toString('base64url');
  await writeFile(file, `${password}\n`, { mode: 0o600, flush: true });
  return password;
}

/** The setting is a list parted by commas. */
const quoteFolder = (folder: string) => `"${folder.replaceAll('"', '""')}"`;

function socketFolders(dataFolder: string, user: PostgresUser): string[] {
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12);
  const uid = user.owner?.uid ?? process.getuid?.() ?? 0;
  return [join(dataFolder, 'socket'), join(tmpdir(), `gauntlet-${uid}-${name}`)];
}

const socketFits = (folder: string) =>
  Buffer.byteLength(join(folder, `.s.PGSQL.${SOCKET_PORT}`)) <= LONGEST_SOCKET_PATH;

/** @returns false when somebody else made the folder, as anyone can in a temporary folder. */
async function preparePrivateFolder(folder: string, { owner }: PostgresUser): Promise<boolean> {
  const uid = process.getuid?.();
  const created = await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || (found.uid !== uid && found.uid !== owner?.uid)) return false;
  if (created !== undefined || (found.mode & 0o077) !== 0) await chmod(folder, 0o700);
  if (owner) await chown(folder, owner.uid, owner.gid);
  return true;
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(address)));
    });
  });
}
