/**
 * A cluster of Kubernetes for tests: an API server with Jobs, pods, Secrets, events and nodes, and what its
 * controllers do by themselves. Pods do what they are ordered to (`play`), or are run (`kubelet`): scheduled where
 * there is room, and handed to whoever plays their processes.
 */
import { randomUUID } from 'node:crypto';
import { podRequests } from '../../adapters/kubernetes/nodes/pod-requests.ts';
import { millisThere } from '../../adapters/kubernetes/nodes/quantity.ts';
import { schemaErrors } from '../kubernetes-schemas.ts';
import { createAccessReviews } from './access-reviews.ts';
import { createFakeApiServer, type FakeApiSettings } from './fake-api-server.ts';
import { type ControllerRules, createControllers, withDefaults } from './job-controller.ts';
import { createObjectStore, type KubeObject, type NewObject, type Resource, stamp } from './objects.ts';
import { playPod } from './play-pod.ts';
import { condition, isFinished } from './pod-status.ts';
import { createResourcePart, type Rules } from './resource-part.ts';
import { createVersionPart } from './version.ts';
import { createWatches } from './watches.ts';

/** Why an image does not come; null: it does. */
type ImageRules = { imageTrouble(image: string): string | null };

/** The processes of one pod. Aborted when they are to end. @returns the exit code of the tests' container */
export type RunPod = (
  pod: KubeObject,
  secret: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<number>;

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
    /** From now on pods are run. @returns how to stop that */
    kubelet: (run: RunPod): (() => void) => {
      const started = new Map<string, AbortController>();
      return store.listen(({ resource, type, object }) => {
        if (resource !== 'pods') return;
        const { uid, deletionTimestamp } = object.metadata;
        if (type === 'DELETED' || deletionTimestamp) started.get(uid)?.abort();
        if (type !== 'ADDED' || started.has(uid)) return;
        const ending = new AbortController();
        started.set(uid, ending);
        setImmediate(() => void runPod({ store, play, rules }, object, run, ending.signal));
      });
    },
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

type NodeFacts = { cpu?: string; memory?: string; labels?: Record<string, string>; taints?: object[] };

function nodeOf(name: string, { cpu = '4', memory = '16Gi', labels = {}, taints }: NodeFacts): NewObject {
  const room = { cpu, memory, 'ephemeral-storage': '200Gi', pods: '110' };
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

type Kubelet = {
  store: ReturnType<typeof createObjectStore>;
  play(namespace: string, jobName: string): ReturnType<typeof playPod>;
  rules: ImageRules;
};

async function runPod(
  { store, play, rules }: Kubelet,
  pod: KubeObject,
  run: RunPod,
  signal: AbortSignal,
): Promise<void> {
  const { namespace = '', name } = pod.metadata;
  const jobName = pod.metadata.labels?.['batch.kubernetes.io/job-name'] ?? '';
  const secret = store.find('secrets', namespace, jobName);
  const isThere = () => store.find('pods', namespace, name) !== null;
  if (!isThere() || signal.aborted) return;
  const part = play(namespace, jobName);
  const { cpuMillis } = podRequests({ spec: pod.spec });
  const nodes = store.list('nodes');
  const node = nodes.find(({ status }) => millisThere(status.allocatable.cpu) >= cpuMillis);
  if (!node) {
    part.findNoNode(`0/${nodes.length} nodes are available: ${nodes.length} Insufficient cpu.`);
    return;
  }
  part.schedule(node.metadata.name);
  if (!secret) {
    part.failToConfigure(`secret "${jobName}" not found`);
    return;
  }
  const { image } = pod.spec.containers[0] as { image: string };
  const trouble = rules.imageTrouble(image);
  if (trouble !== null) {
    part.failToPull(image, trouble);
    return;
  }
  part.run();
  const data = Object.entries((secret.data ?? {}) as Record<string, string>);
  const values = Object.fromEntries(
    data.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  );
  const exitCode = await run(part.pod(), values, signal);
  const now = store.find('pods', namespace, name);
  if (now && !isFinished(now)) part.finish(exitCode);
}
