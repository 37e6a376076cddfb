/**
 * Whom git trusts in a pod: whom Node.js does, the authorities of whoever runs the server among them. It takes one file
 * instead of its own, so what everybody trusts is in that as well.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

/** @returns variables for git; none where nobody was added. */
export const writeAuthorities = async (
  folder: string,
  { NODE_EXTRA_CA_CERTS: added }: NodeJS.ProcessEnv,
): Promise<Record<string, string>> => {
  if (!added) return {};
  const file = join(folder, 'authorities.pem');
  await writeFile(file, [await readFile(added, 'utf8'), ...rootCertificates].join('\n'));
  return { GIT_SSL_CAINFO: file };
};
