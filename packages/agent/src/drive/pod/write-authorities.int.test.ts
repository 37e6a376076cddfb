import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../../server/src/testing/kubernetes/make-certificate.ts';
import { gitEnvironment } from '../../content/git-environment.ts';
import { writeAuthorities } from './write-authorities.ts';

const COMMIT = '1f'.repeat(20);
const run = promisify(execFile);

let folder: string;
let server: Server;
const { cert, key } = makeCertificate('corp');
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-authorities-'));
  await writeFile(join(folder, 'corp.pem'), cert);
  server = createServer({ cert, key }, (_, response) => response.end(`${COMMIT}\trefs/heads/main\n`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

/** What git of the agent finds at a host whose certificate is of an authority that nobody else knows. */
const lsRemote = async (variables: Record<string, string>): Promise<string> => {
  const base = { PATH: process.env.PATH ?? '', HOME: folder, ...variables };
  const ssh = { knownHostsFile: join(folder, 'known_hosts') };
  const env = gitEnvironment(base, { ssh, stallSeconds: 10, route: { by: 'itself' } });
  const { port } = server.address() as AddressInfo;
  const asked = run('git', ['ls-remote', `https://127.0.0.1:${port}/shop.git`], { env });
  return asked.then(
    ({ stdout }) => stdout,
    (cause: { stderr: string }) => cause.stderr,
  );
};

describe('git in a pod', () => {
  it('trusts the authorities that the agent was handed, besides those of everybody', async () => {
    const variables = await writeAuthorities(folder, { NODE_EXTRA_CA_CERTS: join(folder, 'corp.pem') });
    expect(await lsRemote(variables)).toBe(`${COMMIT}\trefs/heads/main\n`);
    const written = await readFile(variables.GIT_SSL_CAINFO ?? '', 'utf8');
    expect(written.match(/BEGIN CERTIFICATE/g)).toHaveLength(rootCertificates.length + 1);
  });

  it('trusts its own where none were handed', async () => {
    const variables = await writeAuthorities(folder, {});
    expect(variables).toEqual({});
    expect(await lsRemote(variables)).toMatch(/certificate/);
  });
});
