/** The cluster that this server itself runs in, as Kubernetes tells its pods. */
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';

export type InClusterPlace = {
  host: string;
  port: string;
  /** With `token` and `ca.crt`. */
  folder: string;
};

export type InClusterAccess = { server: string; host: string; token: string; certificateAuthority: string };

/** Read at each use: Kubernetes writes another token within the hour. Null: they are not there. */
export async function readInCluster({ host, port, folder }: InClusterPlace): Promise<InClusterAccess | null> {
  try {
    const [token, certificateAuthority] = await Promise.all([
      readFile(join(folder, 'token'), 'utf8'),
      readFile(join(folder, 'ca.crt'), 'utf8'),
    ]);
    const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
    return { server, host, token: token.trim(), certificateAuthority };
  } catch {
    return null; // which the caller says, and what to do about it
  }
}
