/** The room of a cluster for pods of one environment, and whether a pod that waits for nodes could ever have any. */
import { couldEverFit, lastingRefusals, type NodeResources, reserveRoom } from '@gauntlet/core/executions';
import { isMadeByGauntlet } from '../job/labels.ts';
import type { NodeObject, ScheduledPod } from '../nodes/node-objects.ts';
import { holdsRoom, type PodRequests, podRequests } from '../nodes/pod-requests.ts';
import { readNodes, type Wanted } from '../nodes/read-nodes.ts';
import type { Room } from '../standing/classify.ts';
import type { JobObject, PodObject } from '../standing/objects.ts';
import type { Sighting } from '../standing/sighting.ts';

type PodWithId = ScheduledPod & PodObject;
type JobWithTemplate = JobObject & { spec?: { template?: ScheduledPod } };

/**
 * What a list of all pods said a moment ago, put right by what was seen since of our own, in whatever environment of
 * the cluster. Those of ours that have no node yet, or are still to be made, are counted where they would go: who is
 * placed next finds them there. So are those of another Gauntlet; what others leave pending may wait for what never
 * comes, and is not. `ownPods`: how many of ours are there, or are to come.
 */
export function countRoom(
  nodes: readonly NodeObject[],
  listed: readonly ScheduledPod[],
  sightings: readonly Sighting[],
  wanted: Wanted,
): { nodes: NodeResources[]; ownPods: number } {
  const own = new Map<string, { pod: PodWithId; there: boolean }>();
  for (const { pods } of sightings)
    for (const { state, object } of pods.values())
      own.set(object.metadata?.uid ?? '', { pod: object as PodWithId, there: state === 'there' });
  const others = (listed as readonly PodWithId[]).filter(({ metadata }) => !own.has(metadata?.uid ?? ''));
  const present = [...own.values()].filter(({ there, pod }) => there && holdsRoom(pod)).map(({ pod }) => pod);
  const placed = present.filter(({ spec }) => spec?.nodeName);
  // Environments may share a namespace, and see the same Jobs.
  const jobs = new Map(sightings.map((sighting) => [uidOf(sighting), sighting]));
  const toCome = [...jobs.values()].flatMap(podToCome);
  const coming = [
    ...[...present, ...others.filter(isToBePlaced)].filter(({ spec }) => !spec?.nodeName).map(podRequests),
    ...toCome,
  ];
  const reserved = coming.map((request) => ({ request: { ...request, spot: wanted.spot }, count: 1 }));
  return {
    nodes: reserveRoom(readNodes(nodes, [...others, ...placed], wanted), reserved),
    ownPods: present.length + toCome.length,
  };
}

const isToBePlaced = (pod: PodWithId) =>
  isMadeByGauntlet(pod.metadata?.labels) && pod.metadata?.deletionTimestamp === undefined && holdsRoom(pod);

const uidOf = ({ job, jobName }: Sighting): string =>
  ('object' in job ? job.object.metadata?.uid : undefined) ?? jobName;

/** Of a Job that is there and has no pod yet. */
function podToCome({ job, pods }: Sighting): PodRequests[] {
  if (job.state !== 'there' || pods.size > 0) return [];
  const { metadata, spec, status } = job.object as JobWithTemplate;
  if (metadata?.deletionTimestamp !== undefined || (status?.conditions?.length ?? 0) > 0) return [];
  return [podRequests(spec?.template ?? {})];
}

/** `never`: no node would hold it, even empty and in order. A node that says nothing of its room may. */
export function roomFor({ job, pods }: Sighting, nodes: readonly NodeObject[], wanted: Wanted): Room {
  const pod = [...pods.values()].find(({ state }) => state === 'there')?.object as ScheduledPod | undefined;
  const template = 'object' in job ? (job.object as JobWithTemplate).spec?.template : undefined;
  if ((!pod && !template) || nodes.length === 0) return 'unknown';
  if (nodes.some(({ status }) => !status?.allocatable)) return 'unknown';
  const spot = hasBindingAffinity(pod ?? template) ? 'refuse' : 'allow';
  const request = { ...podRequests(pod ?? template ?? {}), spot } as const;
  const empty = readNodes(nodes, [], wanted);
  if (couldEverFit(empty, request)) return 'somewhere';
  // Where none is for such pods, one may be on its way.
  return empty.some((node) => lastingRefusals(node, request).length === 0) ? 'never' : 'unknown';
}

type WithAffinity = {
  spec?: { affinity?: { nodeAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: object } } };
};

/** Which only pods have that refuse such nodes. */
const hasBindingAffinity = (pod: ScheduledPod | undefined) =>
  (pod as WithAffinity | undefined)?.spec?.affinity?.nodeAffinity
    ?.requiredDuringSchedulingIgnoredDuringExecution !== undefined;
