/**
 * A server of its own with an environment in a fake cluster: the API server that its tests have, on loopback, with
 * the controllers of Jobs. What pods run is the caller's.
 */
import {
  createFakeCluster,
  type FakeCluster,
} from '../../packages/server/src/testing/kubernetes/fake-cluster.ts';
import { kubeconfigOf } from '../../packages/server/src/testing/kubernetes/kubeconfig.ts';
import { type Platform, startPlatform } from '../platform.ts';
import { endPods } from './run-pods.ts';

export const ENVIRONMENT = 'bench';
export const NAMESPACE = 'tests';
export const INSTANCE = 'bench';
export const IMAGE = 'registry.example/tests:1';
export const AGENT_IMAGE = 'registry.example/gauntlet:1';

export type ClusterStage = { cluster: FakeCluster; platform: Platform; close(): Promise<void> };

export type Nodes = { count: number; cpu: string; memory: string };

const open = new Set<() => Promise<void>>();

/** Of a benchmark that is interrupted. */
export async function endClusterStages(): Promise<void> {
  await endPods();
  for (const close of open) await close();
}

export async function openClusterStage({ count, cpu, memory }: Nodes): Promise<ClusterStage> {
  const cluster = await createFakeCluster();
  for (let node = 1; node <= count; node++) cluster.addNode(`node-${node}`, { cpu, memory });
  const platform = await startPlatform({
    GAUNTLET_INSTANCE: INSTANCE,
    GAUNTLET_AGENT_IMAGE: AGENT_IMAGE,
    GAUNTLET_CLUSTER_API_URL: 'http://gauntlet.gauntlet.svc:4680',
    GAUNTLET_OUTBOUND_ALLOW: '127.0.0.1',
  }).catch(async (cause: unknown) => {
    await cluster.close();
    throw cause;
  });
  const close = async (): Promise<void> => {
    await platform.stop();
    await cluster.close();
    open.delete(close);
  };
  open.add(close);
  try {
    const { url, token } = cluster.server;
    const kubeconfig = kubeconfigOf({ server: url, token });
    await platform.api.addEnvironment({
      name: ENVIRONMENT,
      namespace: NAMESPACE,
      kubeconfig,
      autoscale: true,
    });
    return { cluster, platform, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}
