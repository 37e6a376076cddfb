/** The kinds of nodes there are, and which of them an autoscaler would take. */
import { groupsThatFit, type NodeResources, type ResourceRequest } from '../executions/index.ts';

/** A group of nodes that are alike. */
export type NodeKind = {
  name: string;
  /** What pods may have of it: less than the machine has. */
  cpuMillis: number;
  memoryBytes: number;
  lifetime: 'on-demand' | 'spot';
  pricePerHour: number;
  /** Always there. */
  least: number;
  most: number;
  /** From the order of a node to its taking pods. */
  startMs: number;
  /** Pods it takes at most; left out: what fits. */
  mostPods?: number;
};

/** Where several kinds would do: the first of the list, or the one that is filled best. */
export type Expander = 'priority' | 'least-waste';

export const emptyNode = (kind: NodeKind, name: string): NodeResources => ({
  name,
  allocatableCpuMillis: kind.cpuMillis,
  allocatableMemoryBytes: kind.memoryBytes,
  requestedCpuMillis: 0,
  requestedMemoryBytes: 0,
  lifetime: kind.lifetime,
  ...(kind.mostPods === undefined ? {} : { freeSlots: kind.mostPods }),
});

export const groupsOnEmpty = (kind: NodeKind, request: ResourceRequest): number =>
  groupsThatFit([emptyNode(kind, kind.name)], request);

/**
 * Which kind is added for groups that wait; null: none can be. Least waste is the Cluster Autoscaler's: the
 * smallest share of CPU left idle by what waits, then of memory; ties by the order of the list.
 */
export function chooseKind(
  kinds: readonly NodeKind[],
  { request, waiting, expander }: { request: ResourceRequest; waiting: number; expander: Expander },
): NodeKind | null {
  const fitting = kinds.filter((kind) => groupsOnEmpty(kind, request) > 0);
  if (expander === 'priority') return fitting[0] ?? null;
  const wasteOf = (kind: NodeKind) => {
    const perNode = groupsOnEmpty(kind, request);
    const nodes = Math.ceil(waiting / perNode);
    const cpu = 1 - (waiting * request.cpuMillis) / (nodes * kind.cpuMillis);
    const memory = 1 - (waiting * request.memoryBytes) / (nodes * kind.memoryBytes);
    return { cpu, memory };
  };
  return fitting.reduce<NodeKind | null>((best, kind) => {
    if (best === null) return kind;
    const [one, other] = [wasteOf(kind), wasteOf(best)];
    return one.cpu < other.cpu || (one.cpu === other.cpu && one.memory < other.memory) ? kind : best;
  }, null);
}

/** How many groups can run at once when every node there may be is there. */
export const roomFor = (kinds: readonly NodeKind[], request: ResourceRequest): number =>
  kinds.reduce((sum, kind) => sum + kind.most * groupsOnEmpty(kind, request), 0);
