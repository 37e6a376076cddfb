/** A cluster of the tests whose pods are processes of this host, and what a server needs to run tests there. */
import { expect } from 'vitest';
import {
  createFakeCluster,
  type FakeCluster,
} from '../../packages/server/src/testing/kubernetes/fake-cluster.ts';
import { kubeconfigOf } from '../../packages/server/src/testing/kubernetes/kubeconfig.ts';
import { freePort } from '../../scripts/free-port.ts';
import { runCli } from './cli.ts';
import { podRunner } from './run-pod.ts';
import { type Server, type ServerOrder, startServer } from './server.ts';
import type { World } from './world.ts';

/** @param room of its one node; left out: that of fake nodes */
export async function createPodCluster(
  world: World,
  room?: Parameters<FakeCluster['addNode']>[1],
): Promise<FakeCluster> {
  const cluster = await createFakeCluster();
  cluster.addNode('node-1', ...(room ? [room] : []));
  cluster.rules.endsWhenAsked = () => false; // its processes say when
  cluster.kubelet(podRunner(world));
  return cluster;
}

/**
 * @param environmentFor by the address of the server on this host, which its pods have to reach
 * @returns what starts the same server, however often
 */
export async function serverOfPods(
  world: World,
  environmentFor: (url: string) => Promise<Record<string, string>> = async () => ({}),
): Promise<() => Promise<Server>> {
  const [databaseUrl, port] = [(await world.createDatabase()).url, await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const order: ServerOrder = {
    databaseUrl,
    dataFolder: world.dataFolder('of-pods'),
    args: ['--port', String(port)],
    environment: {
      GAUNTLET_AGENT_IMAGE: 'registry.example/gauntlet:1',
      GAUNTLET_CLUSTER_API_URL: url,
      GAUNTLET_OUTBOUND_ALLOW: '127.0.0.1',
      ...(await environmentFor(url)),
    },
  };
  return () => startServer(world, order);
}

/** The environment `staging` of it, which may ask for more nodes. */
export async function addStaging(world: World, { dataFolder }: Server, { server }: FakeCluster) {
  const cli = async (args: readonly string[], input = '') => {
    const end = await runCli(world, [...args, '--data-dir', dataFolder], { input });
    expect([end.code, end.stderr], args.join(' ')).toEqual([0, '']);
  };
  const { url, token } = server;
  await cli(['cluster', 'add', 'blue', '--kubeconfig', '-'], kubeconfigOf({ server: url, token }));
  await cli(['environment', 'add', 'staging', '--cluster', 'blue', '--namespace', 'tests', '--autoscale']);
}
