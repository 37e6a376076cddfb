/** The nodes of a cluster as the resource manager sees them: their room, and whether they are open to such pods. */
import type { Closed, NodeResources } from '@gauntlet/core/executions';
import { isTrue } from '../standing/objects.ts';
import type { NodeObject, ScheduledPod } from './node-objects.ts';
import { holdsRoom, podRequests } from './pod-requests.ts';
import { bytesThere, millisThere } from './quantity.ts';
import {
  SPOT_LABELS,
  type SpotChoice,
  schedulingTolerations,
  type Toleration,
  untolerated,
} from './tolerations.ts';

export type Wanted = {
  image: string;
  spot: SpotChoice;
  nodeSelector: Readonly<Record<string, string>>;
  tolerations: readonly Toleration[];
};

export function readNodes(
  nodes: readonly NodeObject[],
  pods: readonly ScheduledPod[],
  wanted: Wanted,
): NodeResources[] {
  const byNode = new Map<string, ScheduledPod[]>();
  for (const pod of pods.filter(holdsRoom)) {
    const name = pod.spec?.nodeName ?? '';
    const there = byNode.get(name);
    if (there) there.push(pod);
    else byNode.set(name, [pod]);
  }
  return nodes.map((node) => readNode(node, byNode.get(node.metadata?.name ?? '') ?? [], wanted));
}

function readNode(node: NodeObject, pods: readonly ScheduledPod[], wanted: Wanted): NodeResources {
  const allocatable = node.status?.allocatable ?? {};
  const { 'ephemeral-storage': disk } = allocatable;
  const requests = pods.map(podRequests);
  return {
    name: node.metadata?.name ?? '',
    allocatableCpuMillis: millisThere(allocatable.cpu ?? 0),
    allocatableMemoryBytes: bytesThere(allocatable.memory ?? 0),
    requestedCpuMillis: requests.reduce((sum, { cpuMillis }) => sum + cpuMillis, 0),
    requestedMemoryBytes: requests.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
    ...(disk === undefined ? {} : { allocatableDiskBytes: bytesThere(disk) }),
    requestedDiskBytes: requests.reduce((sum, { diskBytes }) => sum + diskBytes, 0),
    lifetime: isSpot(node) ? 'spot' : 'on-demand',
    closed: closedBy(node, wanted),
    freeSlots: bytesThere(allocatable.pods ?? 0) - pods.length,
    image: hasImage(node, wanted.image) ? 'there' : 'to-be-pulled',
  };
}

const isSpot = ({ metadata }: NodeObject) =>
  SPOT_LABELS.some(({ key, value }) => metadata?.labels?.[key] === value);

/** What the node itself is, before what it keeps away; Kubernetes makes taints of the first as well. */
function closedBy(node: NodeObject, wanted: Wanted): Closed[] {
  const { conditions, allocatable } = node.status ?? {};
  const unready = isTrue(conditions, 'Ready') ? [] : ['it is not ready'];
  const short = PRESSURES.filter((type) => isTrue(conditions, type)).map((type) => `it reports ${type}`);
  return [
    ...[...unready, ...short, ...(allocatable ? [] : ['it says nothing of its room'])].map(
      closed('not-ready'),
    ),
    ...(node.spec?.unschedulable ? [closed('cordoned')('it is cordoned')] : []),
    ...unselected(node, wanted).map(closed('selector')),
    ...taintsOf(node, wanted),
  ];
}

const closed =
  (kind: Closed['kind']) =>
  (message: string): Closed => ({ kind, message });

const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'];
/** Made of the node's own state, which is told already. */
const OWN_TAINTS = /^node\.kubernetes\.io\//;

/** One that sends away what runs there is for a while, like a cordon; one that only lets nothing in stays. */
function taintsOf({ spec }: NodeObject, wanted: Wanted): Closed[] {
  return untolerated(spec?.taints ?? [], schedulingTolerations(wanted))
    .filter(({ key }) => !OWN_TAINTS.test(key))
    .map(({ key, value, effect }) => ({
      kind: effect === 'NoExecute' ? 'cordoned' : 'taint',
      message: `its taint ${key}${value ? `=${value}` : ''}:${effect} is not tolerated`,
    }));
}

function unselected({ metadata }: NodeObject, { nodeSelector }: Wanted): string[] {
  const labels = metadata?.labels ?? {};
  return Object.entries({ 'kubernetes.io/os': 'linux', ...nodeSelector })
    .filter(([key, value]) => labels[key] !== value)
    .map(([key, value]) => `it does not have the label ${key}=${value}`);
}

function hasImage({ status }: NodeObject, image: string): boolean {
  const full = fullName(image);
  return (status?.images ?? []).some(({ names }) => names?.some((name) => fullName(name) === full));
}

/** Nodes name images in full: `node` is docker.io/library/node:latest. */
function fullName(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const path = hasRegistry ? image : `docker.io/${rest.length === 0 ? 'library/' : ''}${image}`;
  return /[@:][^/]*$/.test(path) ? path : `${path}:latest`;
}
