/** A suite that ran as pods of a cluster, for the screens to show: which pods, on which nodes, and why there. */
import { hasContainers } from '../../packages/agent/src/testing/shim-container.ts';
import { createFakeCluster } from '../../packages/server/src/testing/kubernetes/fake-cluster.ts';
import { kubeconfigOf } from '../../packages/server/src/testing/kubernetes/kubeconfig.ts';
import { commandSuite } from '../testing/definitions.ts';
import { podRunner } from '../testing/run-pod.ts';
import type { Server } from '../testing/server.ts';
import type { World } from '../testing/world.ts';
import { made } from './made.ts';

const IMAGE = 'node:24';
const SUITE = commandSuite(
  Object.fromEntries(
    ['lint', 'types', 'bundle', 'licences', 'links', 'spelling'].map((name) => [name, 'sleep 1']),
  ),
  { name: 'nightly checks', image: IMAGE, environmentName: 'nightly', parallelism: 2, type: 'integration' },
);

/** @returns the execution; empty where this machine cannot play pods */
export async function playPods(world: World, server: Server): Promise<string> {
  if (!hasContainers) return '';
  const cluster = await createFakeCluster();
  world.atEnd(() => cluster.close());
  cluster.addNode('pool-a-1', { cpu: '2', memory: '4Gi' });
  cluster.addNode('pool-b-1', { cpu: '8', memory: '32Gi' });
  cluster.addNode('pool-gpu-1', { taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }] });
  cluster.store.update('nodes', undefined, 'pool-a-1', ({ status }) => {
    status.images = [{ names: [`docker.io/library/${IMAGE}`], sizeBytes: 400_000_000 }];
  });
  cluster.rules.endsWhenAsked = () => false; // its processes say when
  cluster.kubelet(podRunner(world));
  const { url, token } = cluster.server;
  const { clusterId } = await made<{ clusterId: string }>(server, '/api/v1/clusters', {
    name: 'green',
    access: { kind: 'kubeconfig', kubeconfig: kubeconfigOf({ server: url, token }) },
  });
  await made(server, '/api/v1/environments', { name: 'nightly', namespace: 'nightly', clusterId });
  const { status, text } = await server.api.post(`/api/v1/clusters/${clusterId}/check`, {});
  if (status !== 200) throw new Error(`the cluster was not checked: ${text}`);
  const { executionId, verdict } = await server.api.run(SUITE);
  if (verdict !== 'passed') throw new Error(`what ran in pods came to ${verdict}`);
  return executionId;
}
