/** A fake cluster with an executor of pods on it, and everything that has to be said for that. */
import type { ClusterId, EnvironmentId } from '@gauntlet/contract';
import {
  createKubernetesPodExecutor,
  type PodExecutorSettings,
} from '../adapters/kubernetes/kubernetes-pod-executor.ts';
import type { OpenedEnvironment } from '../environments/index.ts';
import type { PodExecutor } from '../executions/index.ts';
import { systemClock } from '../kernel/clock.ts';
import { createFakeCluster } from './kubernetes/fake-cluster.ts';
import type { Resource } from './kubernetes/objects.ts';
import { silentLog } from './silent-log.ts';

export const ENVIRONMENT = '01900000-0000-7000-8000-000000000901' as EnvironmentId;
const CLUSTER = '01900000-0000-7000-8000-000000000902' as ClusterId;
export const NAMESPACE = 'tests';
export const INSTANCE = 'the-one-under-test';

export type FakePodStage = Awaited<ReturnType<typeof createFakePodStage>>;

/** Pauses as short as loopback allows. */
const QUICK = {
  watchPace: { watchSeconds: 60, relistSeconds: 600, firstPauseMs: 5, mostPauseMs: 50 },
  pace: { perSecond: 10_000, burst: 10_000, atOnce: 20 },
};

export async function createFakePodStage() {
  const cluster = await createFakeCluster();
  cluster.addNode('node-1');
  const environment: OpenedEnvironment = {
    ...{ version: '1', clusterId: CLUSTER, name: 'staging', provider: 'other', namespace: NAMESPACE },
    access: {
      ...{ kind: 'kubeconfig', server: cluster.server.url, certificateAuthority: null, serverName: null },
      credential: { kind: 'token', token: cluster.server.token },
    },
    configuration: {
      autoscale: false,
      spot: 'allow',
      nodeSelector: {},
      tolerations: [],
      imagePullSecrets: [],
      rootFilesystem: 'read-only',
    },
  };
  const opened = new Set<PodExecutor>();
  return {
    cluster,
    environment,
    open: (more: Partial<PodExecutorSettings> = {}): PodExecutor => {
      const executor = createKubernetesPodExecutor({
        openEnvironment: async () => ({ ok: true, value: { ...environment } }),
        ...{
          instance: INSTANCE,
          agentImage: 'registry.example/gauntlet:1',
          serverUrl: 'http://gauntlet:4680',
        },
        ...{ outboundAllow: ['127.0.0.1'], inCluster: null, clock: systemClock, log: silentLog },
        ...QUICK,
        ...more,
      });
      opened.add(executor);
      return executor;
    },
    list: async (namespace = NAMESPACE): Promise<string[]> =>
      (['jobs', 'pods', 'secrets'] as Resource[]).flatMap((resource) =>
        cluster.store.list(resource, namespace).map(({ metadata }) => `${resource}/${metadata.name}`),
      ),
    close: async (): Promise<void> => {
      await Promise.all([...opened].map((executor) => executor.close()));
      await cluster.close();
    },
  };
}
