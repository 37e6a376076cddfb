/**
 * An executor of pods on a real cluster, in a namespace of its own that is there for the suite only. It is reached as
 * a cluster that somebody added would be: by the current context of KUBECONFIG, which must hold its credentials.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ClusterId } from '@gauntlet/contract';
import { createPacer } from '../adapters/kubernetes/api/pacer.ts';
import { createRest, type Rest } from '../adapters/kubernetes/api/rest.ts';
import { selectorOf } from '../adapters/kubernetes/job/labels.ts';
import { createKubernetesPodExecutor } from '../adapters/kubernetes/kubernetes-pod-executor.ts';
import { readKubeconfig } from '../adapters/kubernetes/read-kubeconfig.ts';
import { listAll } from '../adapters/kubernetes/watch/list-all.ts';
import { jobsPath, podsPath, secretsPath } from '../adapters/kubernetes/watch/paths.ts';
import { wayTo } from '../adapters/kubernetes/way-to.ts';
import type { KubeconfigAccess, OpenedEnvironment } from '../environments/index.ts';
import { systemClock } from '../kernel/clock.ts';
import { makeNamespace, removeNamespace } from './own-namespace.ts';
import type { PodStage } from './pod-executor.contract.ts';
import { ENVIRONMENT } from './pod-stage.ts';
import { silentLog } from './silent-log.ts';

const CLUSTER = '01900000-0000-7000-8000-000000000902' as ClusterId;
const PATIENCE_SECONDS = 180;

/** Does nothing, whatever its arguments are: the agent's place in the pod, while its work is not what is tried. */
const IDLE_IMAGE = process.env.GAUNTLET_TEST_AGENT_IMAGE || 'rancher/mirrored-pause:3.6';
const IMAGE = process.env.GAUNTLET_TEST_IMAGE || 'busybox:1.37';

export async function createRealClusterStage(): Promise<PodStage> {
  const access = await accessOf(process.env.KUBECONFIG ?? '');
  const outboundAllow = [new URL(access.server).hostname];
  const rest = createRest({ way: () => wayTo(access, null), outboundAllow, pacer: createPacer() });
  const instance = `contract-${randomBytes(4).toString('hex')}`;
  const namespace = `gauntlet-${instance}`;
  await makeNamespace(rest, namespace).catch((cause: unknown) => {
    rest.close();
    throw cause;
  });
  const environment: OpenedEnvironment = {
    ...{ version: '1', clusterId: CLUSTER, name: 'real', provider: 'other', namespace, access },
    configuration: {
      autoscale: false,
      spot: 'allow',
      nodeSelector: {},
      tolerations: [],
      imagePullSecrets: [],
      rootFilesystem: 'read-only',
    },
  };
  return {
    environmentId: ENVIRONMENT,
    open: () =>
      createKubernetesPodExecutor({
        openEnvironment: async () => ({ ok: true, value: environment }),
        ...{ instance, agentImage: IDLE_IMAGE, serverUrl: 'http://gauntlet.invalid:4680' },
        ...{ outboundAllow, inCluster: null, clock: systemClock, log: silentLog },
      }),
    ...{ image: IMAGE, missingImage: `${IMAGE}-which-is-not-there` },
    list: () => listOwn(rest, namespace, selectorOf(instance)),
    ...{ patienceSeconds: PATIENCE_SECONDS, pollMs: 1000 },
    close: async () => {
      await removeNamespace(rest, namespace).finally(() => rest.close());
    },
  };
}

async function accessOf(path: string): Promise<KubeconfigAccess> {
  const read = readKubeconfig(await readFile(path, 'utf8'), null);
  if (!read.ok) throw new Error(`The kubeconfig ${path} is not taken. ${read.error}`);
  return read.value;
}

async function listOwn(rest: Rest, namespace: string, labelSelector: string): Promise<string[]> {
  const kinds = { jobs: jobsPath(namespace), pods: podsPath(namespace), secrets: secretsPath(namespace) };
  const lists = await Promise.all(
    Object.entries(kinds).map(async ([kind, path]) => {
      const listed = await listAll<{ metadata: { name: string } }>(rest, path, { labelSelector });
      if (!listed.ok) throw new Error(`${kind}: ${JSON.stringify(listed.error)}`);
      return listed.value.items.map(({ metadata }) => `${kind}/${metadata.name}`);
    }),
  );
  return lists.flat();
}
