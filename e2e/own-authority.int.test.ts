/** A pod of a server whose address, and whose git host, have certificates of an authority that nobody else knows. */
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRepository, startHttpHost } from '../packages/agent/src/content/testing/git-host.ts';
import { hasContainers } from '../packages/agent/src/testing/shim-container.ts';
import {
  createFakeCluster,
  type FakeCluster,
} from '../packages/server/src/testing/kubernetes/fake-cluster.ts';
import { kubeconfigOf } from '../packages/server/src/testing/kubernetes/kubeconfig.ts';
import { makeCertificate } from '../packages/server/src/testing/kubernetes/make-certificate.ts';
import { freePort } from '../scripts/free-port.ts';
import { runCli } from './testing/cli.ts';
import { commandSuite } from './testing/definitions.ts';
import { podRunner } from './testing/run-pod.ts';
import { type Server, startServer } from './testing/server.ts';
import { createWorld, type World } from './testing/world.ts';

const { cert, key } = makeCertificate('corp');
const closing: TlsServer[] = [];

/** In front of a server that speaks HTTP alone. */
async function behindTls(target: string): Promise<string> {
  const server = createServer({ cert, key }, (incoming, outgoing) => {
    const { method = 'GET', headers } = incoming;
    const onward = request(new URL(incoming.url ?? '/', target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.once('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  closing.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let world: World;
let cluster: FakeCluster;
let gitHost: Awaited<ReturnType<typeof startHttpHost>>;
let server: Server;

beforeAll(async () => {
  if (!hasContainers) return;
  world = await createWorld();
  cluster = await createFakeCluster();
  cluster.addNode('node-1');
  cluster.rules.endsWhenAsked = () => false; // its processes say when
  cluster.kubelet(podRunner(world));
  makeRepository(join(world.folder, 'repositories/shop'), { 'hello.txt': 'hello' });
  gitHost = await startHttpHost(join(world.folder, 'repositories'));
  const authority = join(world.folder, 'corp.pem');
  await writeFile(authority, cert);
  const port = await freePort();
  server = await startServer(world, {
    databaseUrl: (await world.createDatabase()).url,
    dataFolder: world.dataFolder(),
    args: ['--port', String(port)],
    environment: {
      GAUNTLET_AGENT_IMAGE: 'registry.example/gauntlet:1',
      GAUNTLET_AGENT_CA_FILE: authority,
      GAUNTLET_CLUSTER_API_URL: await behindTls(`http://127.0.0.1:${port}`),
      GAUNTLET_OUTBOUND_ALLOW: '127.0.0.1',
    },
  });
}, 300_000);
afterAll(async () => {
  await world?.end();
  for (const one of closing) one.close();
  await gitHost?.close();
  await cluster?.close();
});

describe.skipIf(!hasContainers)('an authority of one’s own', () => {
  test('is trusted by an agent in a pod, for the API and for git', async () => {
    const cli = async (args: readonly string[], input = '') =>
      expect(await runCli(world, [...args, '--data-dir', server.dataFolder], { input })).toMatchObject({
        code: 0,
      });
    const { url, token } = cluster.server;
    await cli(['cluster', 'add', 'blue', '--kubeconfig', '-'], kubeconfigOf({ server: url, token }));
    await cli(['environment', 'add', 'staging', '--cluster', 'blue', '--namespace', 'tests', '--autoscale']);
    const shop = `${await behindTls(gitHost.url)}/shop/.git`;
    const executionId = await server.api.submit(
      commandSuite(
        { 'is there': 'test -e hello.txt' },
        {
          content: { type: 'git', url: shop, ref: 'main' },
          ...{ environmentName: 'staging', image: 'busybox:1.37' },
        },
      ),
    );
    expect(await server.api.archived(executionId)).toMatchObject({
      ...{ verdict: 'passed', counts: { total: 1, passed: 1 } },
    });
    expect(gitHost.requests.length).toBeGreaterThan(0);
  }, 120_000);
});
