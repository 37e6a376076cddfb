/**
 * Which node a group goes to: the resource manager of diagram 1.1. Pure, so that "why there?" can be
 * answered from the stored scores.
 */

/** Why no new group may go to a node, whatever room it has. */
export type Closed = { kind: 'not-ready' | 'cordoned' | 'taint' | 'selector'; message: string };

/** Worth waiting for: a node comes back, and whoever closed it for a while opens it again. */
const opensAgain = ({ kind }: Closed): boolean => kind === 'not-ready' || kind === 'cordoned';

export type NodeResources = {
  name: string;
  allocatableCpuMillis: number;
  allocatableMemoryBytes: number;
  requestedCpuMillis: number;
  requestedMemoryBytes: number;
  /** Left out: nothing is said of its disk, and it takes what fits. */
  allocatableDiskBytes?: number;
  requestedDiskBytes?: number;
  lifetime: 'on-demand' | 'spot';
  /** Left out: it takes what fits. */
  closed?: readonly Closed[];
  /** How many more pods it takes; left out: any number. */
  freeSlots?: number;
  /** Whether the wanted image is there already; left out: that does not matter there. */
  image?: 'there' | 'to-be-pulled';
};

/** `spot` is about nodes that the provider may take away; left out: they are preferred, being cheaper. */
export type ResourceRequest = {
  cpuMillis: number;
  memoryBytes: number;
  /** Left out: none is asked for. */
  diskBytes?: number;
  spot?: 'prefer' | 'allow' | 'refuse';
};

export type ScoredNode = {
  name: string;
  fits: boolean;
  /** 0 to 100; 0 where it does not fit. */
  score: number;
  cpuFit: number;
  memoryFit: number;
  spotPreference: number;
  imageLocality: number;
  /** In a sentence, for people. */
  why: string;
};

const CPU_WEIGHT = 0.4;
const MEMORY_WEIGHT = 0.3;
const SPOT_WEIGHT = 0.2;
const IMAGE_WEIGHT = 0.1;

const freeCpuMillis = (node: NodeResources) => node.allocatableCpuMillis - node.requestedCpuMillis;
const freeMemoryBytes = (node: NodeResources) => node.allocatableMemoryBytes - node.requestedMemoryBytes;
const freeDiskBytes = ({ allocatableDiskBytes, requestedDiskBytes = 0 }: NodeResources) =>
  allocatableDiskBytes === undefined ? Number.POSITIVE_INFINITY : allocatableDiskBytes - requestedDiskBytes;

/** Scores every node, best first; ties by name. The fullest node that still fits wins (bin packing). */
export function scoreNodes(nodes: readonly NodeResources[], request: ResourceRequest): ScoredNode[] {
  return nodes.map((node) => scoreNode(node, request)).toSorted(compareScored);
}

function compareScored(a: ScoredNode, b: ScoredNode): number {
  if (a.fits !== b.fits) return a.fits ? -1 : 1;
  if (a.score !== b.score) return b.score - a.score;
  return a.name < b.name ? -1 : 1;
}

function scoreNode(node: NodeResources, request: ResourceRequest): ScoredNode {
  const obstacles = obstaclesOf(node, request);
  const cpuFit = fullness(node.requestedCpuMillis + request.cpuMillis, node.allocatableCpuMillis);
  const memoryFit = fullness(node.requestedMemoryBytes + request.memoryBytes, node.allocatableMemoryBytes);
  const spotPreference = preferenceOf(node, request);
  const imageLocality = node.image === 'there' ? 1 : 0;
  const parts = { cpuFit, memoryFit, spotPreference, imageLocality };
  const fits = obstacles.length === 0;
  return {
    name: node.name,
    fits,
    score: fits ? round(weigh(parts) * 100) : 0,
    ...parts,
    why: fits ? explain(node, parts) : `Cannot take it: ${obstacles.join('; ')}.`,
  };
}

type Parts = Pick<ScoredNode, 'cpuFit' | 'memoryFit' | 'spotPreference' | 'imageLocality'>;

const weigh = ({ cpuFit, memoryFit, spotPreference, imageLocality }: Parts) =>
  CPU_WEIGHT * cpuFit +
  MEMORY_WEIGHT * memoryFit +
  SPOT_WEIGHT * spotPreference +
  IMAGE_WEIGHT * imageLocality;

/** Where such nodes are refused they do not fit; where they are only allowed it makes no difference. */
const preferenceOf = ({ lifetime }: NodeResources, { spot = 'prefer' }: ResourceRequest) =>
  spot === 'prefer' && lifetime === 'spot' ? 1 : 0;

const refusalsOf = ({ closed = [], lifetime }: NodeResources, { spot }: ResourceRequest): string[] => [
  ...closed.map(({ message }) => message),
  ...(spot === 'refuse' && lifetime === 'spot' ? ['it may be taken away (spot), which is refused'] : []),
];

function obstaclesOf(node: NodeResources, request: ResourceRequest): string[] {
  const [cpu, memory, disk] = [freeCpuMillis(node), freeMemoryBytes(node), freeDiskBytes(node)];
  const { diskBytes = 0 } = request;
  return [
    ...refusalsOf(node, request),
    ...(cpu < request.cpuMillis ? [`${request.cpuMillis}m CPU wanted, ${Math.max(0, cpu)}m free`] : []),
    ...(memory < request.memoryBytes
      ? [`${mebibytes(request.memoryBytes)} of memory wanted, ${mebibytes(memory)} free`]
      : []),
    // Who asks for none goes also where too much of it is taken.
    ...(diskBytes > 0 && disk < diskBytes
      ? [`${mebibytes(diskBytes)} of disk wanted, ${mebibytes(disk)} free`]
      : []),
    ...((node.freeSlots ?? 1) < 1 ? ['it has as many pods as it may'] : []),
  ];
}

function explain(node: NodeResources, { cpuFit, memoryFit, spotPreference, imageLocality }: Parts): string {
  const more = [
    ...(spotPreference === 1 ? ['it is spot, which is preferred'] : []),
    ...(imageLocality === 1 ? ['the image is there already'] : []),
  ];
  const use = `With it ${percent(cpuFit)} of the CPU and ${percent(memoryFit)} of the memory are in use`;
  const kind = node.lifetime === 'spot' && spotPreference === 0 ? ' (spot)' : '';
  return `${[use + kind, ...more].join('; ')}.`;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const mebibytes = (bytes: number) => `${Math.max(0, Math.floor(bytes / 2 ** 20))} MiB`;
const fullness = (used: number, all: number) => (all <= 0 ? 0 : round(Math.min(1, used / all)));
const round = (value: number) => Math.round(value * 1000) / 1000;

/** How many groups of this size fit at once, over all nodes. */
export function groupsThatFit(nodes: readonly NodeResources[], request: ResourceRequest): number {
  return nodes.reduce((sum, node) => sum + fitsOn(node, request), 0);
}

function fitsOn(node: NodeResources, request: ResourceRequest): number {
  if (obstaclesOf(node, request).length > 0) return 0;
  const byCpu = Math.floor(freeCpuMillis(node) / request.cpuMillis);
  const byMemory = Math.floor(freeMemoryBytes(node) / request.memoryBytes);
  const { diskBytes = 0 } = request;
  const byDisk = diskBytes > 0 ? Math.floor(freeDiskBytes(node) / diskBytes) : Number.POSITIVE_INFINITY;
  return Math.max(0, Math.min(byCpu, byMemory, byDisk, node.freeSlots ?? Number.POSITIVE_INFINITY));
}

/** Why a node is none for such groups, however much room it has, now and when it is back. */
export const lastingRefusals = (node: NodeResources, request: ResourceRequest): string[] =>
  refusalsOf(emptied(node), request);

/** Whether a node would hold one group if nothing else ran there, now or when it is back. */
export function couldEverFit(nodes: readonly NodeResources[], request: ResourceRequest): boolean {
  return nodes.some((node) => obstaclesOf(emptied(node), request).length === 0);
}

/** How many groups of this size they would hold if nothing else ran there, now or when they are back. */
export const groupsThatCouldFit = (nodes: readonly NodeResources[], request: ResourceRequest): number =>
  groupsThatFit(nodes.map(emptied), request);

const emptied = ({ freeSlots: _, closed = [], ...node }: NodeResources): NodeResources => ({
  ...node,
  requestedCpuMillis: 0,
  requestedMemoryBytes: 0,
  requestedDiskBytes: 0,
  closed: closed.filter((one) => !opensAgain(one)),
});
