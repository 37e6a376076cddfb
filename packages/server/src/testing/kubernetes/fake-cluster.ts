/**
 * A cluster of Kubernetes for tests: an API server with Jobs, pods, Secrets, events and nodes, and what its
 * controllers do by themselves. Pods do what they are ordered to (`play`), or are run (`kubelet`): scheduled where
 * there is room, and handed to whoever plays their processes.
 */
import { randomUUID } from 'node:crypto';
import { schemaErrors } from '../kubernetes-schemas.ts';
import { createAccessReviews } from './access-reviews.ts';
import { createFakeApiServer, type FakeApiSettings } from './fake-api-server.ts';
import { type ControllerRules, createControllers, withDefaults } from './job-controller.ts';
import { type ImageRules, type RunPod, startKubelet } from './kubelet.ts';
import { createObjectStore, type NewObject, type Resource, stamp } from './objects.ts';
import { playPod } from './play-pod.ts';
import { condition } from './pod-status.ts';
import { createResourcePart, type Rules } from './resource-part.ts';
import { createVersionPart } from './version.ts';
import { createWatches } from './watches.ts';

export type FakeCluster = Awaited<ReturnType<typeof createFakeCluster>>;

const VALIDATED = 'v1.36';
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

export async function createFakeCluster(settings: Partial<FakeApiSettings> = {}) {
  const store = createObjectStore();
  const watches = createWatches(store);
  const rules: Rules & ControllerRules & ImageRules = {
    ...{ isForbidden: () => false, fateOf: () => 'go' as const, logOf: () => '' },
    ...{ podRefusal: () => null, endsWhenAsked: () => true, imageTrouble: () => null },
  };
  const controllers = createControllers(store, {
    podRefusal: (job) => rules.podRefusal(job),
    endsWhenAsked: (pod) => rules.endsWhenAsked(pod),
  });
  const part = createResourcePart(store, watches, rules, {
    created: (resource, object) => {
      const refused = refusalOf(resource, object);
      if (refused !== null && !store.find(resource, object.metadata.namespace, object.metadata.name))
        return { refused };
      return store.create(resource, resource === 'jobs' ? withDefaults(object, randomUUID()) : object);
    },
    deleted: (resource, object, options) => {
      if (resource === 'jobs') return controllers.deleteJob(object, options);
      if (resource === 'pods') return controllers.deletePod(object, options);
      return store.remove(resource, object.metadata.namespace, object.metadata.name) ?? object;
    },
  });
  const parts = [createVersionPart('v1.36.2'), createAccessReviews().part, part];
  const server = await createFakeApiServer({ token: 'the-token-of-the-cluster', parts, ...settings });
  const play = (namespace: string, jobName: string) => playPod(store, controllers, namespace, jobName);
  return {
    ...{ server, store, watches, rules, play },
    addNode: (name: string, more: NodeFacts = {}): void => {
      store.create('nodes', nodeOf(name, more));
    },
    /** From now on pods are scheduled and run. @returns how to stop that */
    kubelet: (run: RunPod): (() => void) => startKubelet({ store, play, rules }, run),
    close: () => server.close(),
  };
}

function refusalOf(resource: Resource, object: NewObject): string | null {
  const { name } = object.metadata;
  if (!NAME.test(name)) return `metadata.name: Invalid value: "${name}": a lowercase RFC 1123 subdomain`;
  if (resource !== 'jobs' && resource !== 'secrets') return null;
  const errors = schemaErrors(VALIDATED, resource === 'jobs' ? 'Job' : 'Secret', object);
  return errors.length === 0 ? null : errors.join('; ');
}

type NodeFacts = {
  cpu?: string;
  memory?: string;
  disk?: string;
  labels?: Record<string, string>;
  taints?: object[];
};

function nodeOf(
  name: string,
  { cpu = '4', memory = '16Gi', disk = '200Gi', labels = {}, taints }: NodeFacts,
): NewObject {
  const room = { cpu, memory, 'ephemeral-storage': disk, pods: '110' };
  return {
    ...{ kind: 'Node', apiVersion: 'v1' },
    metadata: { name, labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': name, ...labels } },
    spec: taints ? { taints } : {},
    status: {
      ...{ capacity: room, allocatable: room },
      conditions: [
        ...['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => condition(type, false)),
        condition('Ready', true, { reason: 'KubeletReady', message: 'kubelet is posting ready status' }),
      ].map(({ lastProbeTime: _, ...one }) => ({ ...one, lastHeartbeatTime: stamp() })),
      images: [],
    },
  };
}
