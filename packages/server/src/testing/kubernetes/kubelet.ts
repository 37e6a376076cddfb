/**
 * The scheduler and the kubelets of a fake cluster: pods find a node that has room for what they ask, in the order they
 * came in, or wait for one; and their processes are handed to whoever plays them.
 */
import type { ScheduledPod } from '../../adapters/kubernetes/nodes/node-objects.ts';
import { holdsRoom, podRequests } from '../../adapters/kubernetes/nodes/pod-requests.ts';
import { bytesThere, millisThere } from '../../adapters/kubernetes/nodes/quantity.ts';
import type { KubeObject, ObjectStore } from './objects.ts';
import type { playPod } from './play-pod.ts';
import { isFinished } from './pod-status.ts';

/** Why an image does not come; null: it does. */
export type ImageRules = { imageTrouble(image: string): string | null };

/** The processes of one pod. Aborted when they are to end. @returns the exit code of the tests' container */
export type RunPod = (
  pod: KubeObject,
  secret: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<number>;

export type KubeletDeps = {
  store: ObjectStore;
  play(namespace: string, jobName: string): ReturnType<typeof playPod>;
  rules: ImageRules;
};

/** @returns how to stop it */
export function startKubelet(deps: KubeletDeps, run: RunPod): () => void {
  const { store } = deps;
  const started = new Map<string, AbortController>();
  let waiting: KubeObject[] = [];
  const place = (): void => {
    waiting = waiting.filter((pod) => {
      const signal = started.get(pod.metadata.uid)?.signal;
      const { namespace, name } = pod.metadata;
      if (!signal || signal.aborted || !store.find('pods', namespace, name)) return false;
      const node = nodeWithRoom(store, pod);
      if (node === null) return true;
      deps.play(namespace ?? '', jobOf(pod)).schedule(node);
      void runPod(deps, pod, run, signal);
      return false;
    });
  };
  const tellWaiting = (pod: KubeObject): void => {
    if (!waiting.includes(pod)) return;
    const nodes = store.list('nodes').length;
    const why = `0/${nodes} nodes are available: ${nodes} Insufficient cpu.`;
    deps.play(pod.metadata.namespace ?? '', jobOf(pod)).findNoNode(why);
  };
  return store.listen(({ resource, type, object }) => {
    if (resource !== 'pods') return;
    const { uid, deletionTimestamp } = object.metadata;
    if (type === 'DELETED' || deletionTimestamp) started.get(uid)?.abort();
    if (type === 'DELETED' || isFinished(object)) setImmediate(place);
    if (type !== 'ADDED' || started.has(uid)) return;
    started.set(uid, new AbortController());
    setImmediate(() => {
      waiting.push(object);
      place();
      tellWaiting(object);
    });
  });
}

const jobOf = ({ metadata }: KubeObject) => metadata.labels?.['batch.kubernetes.io/job-name'] ?? '';

function nodeWithRoom(store: ObjectStore, pod: KubeObject): string | null {
  const asked = podRequests(pod as ScheduledPod);
  const pods = store.list('pods').filter((one) => holdsRoom(one as ScheduledPod));
  const fits = ({ metadata, status }: KubeObject): boolean => {
    const there = pods.filter(({ spec }) => spec.nodeName === metadata.name);
    const held = there.map((one) => podRequests(one as ScheduledPod));
    const sum = (key: keyof typeof asked) => held.reduce((total, each) => total + each[key], asked[key]);
    return (
      sum('cpuMillis') <= millisThere(status.allocatable.cpu) &&
      sum('memoryBytes') <= bytesThere(status.allocatable.memory) &&
      sum('diskBytes') <= bytesThere(status.allocatable['ephemeral-storage'] ?? '1Ei') &&
      there.length < Number(status.allocatable.pods)
    );
  };
  return store.list('nodes').find(fits)?.metadata.name ?? null;
}

async function runPod(
  { store, play, rules }: KubeletDeps,
  pod: KubeObject,
  run: RunPod,
  signal: AbortSignal,
): Promise<void> {
  const { namespace = '', name } = pod.metadata;
  const part = play(namespace, jobOf(pod));
  const secret = store.find('secrets', namespace, jobOf(pod));
  if (!secret) return part.failToConfigure(`secret "${jobOf(pod)}" not found`);
  const { image } = pod.spec.containers[0] as { image: string };
  const trouble = rules.imageTrouble(image);
  if (trouble !== null) return part.failToPull(image, trouble);
  part.run();
  const data = Object.entries((secret.data ?? {}) as Record<string, string>);
  const values = Object.fromEntries(
    data.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  );
  const exitCode = await run(part.pod(), values, signal);
  const now = store.find('pods', namespace, name);
  if (now && !isFinished(now)) part.finish(exitCode);
}
