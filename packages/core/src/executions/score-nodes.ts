/**
 * Which node a group goes to: the resource manager of diagram 1.1. Pure, so that "why there?" can be
 * answered from the stored scores.
 */

export type NodeResources = {
  name: string;
  allocatableCpuMillis: number;
  allocatableMemoryBytes: number;
  requestedCpuMillis: number;
  requestedMemoryBytes: number;
  lifetime: 'on-demand' | 'spot';
};

export type ResourceRequest = { cpuMillis: number; memoryBytes: number };

export type ScoredNode = {
  name: string;
  fits: boolean;
  /** 0 to 100; 0 where it does not fit. */
  score: number;
  cpuFit: number;
  memoryFit: number;
  spotPreference: number;
};

const CPU_WEIGHT = 0.45;
const MEMORY_WEIGHT = 0.35;
const SPOT_WEIGHT = 0.2;

export const freeCpuMillis = (node: NodeResources) => node.allocatableCpuMillis - node.requestedCpuMillis;
export const freeMemoryBytes = (node: NodeResources) =>
  node.allocatableMemoryBytes - node.requestedMemoryBytes;

/** Scores every node, best first; ties by name. The fullest node that still fits wins (bin packing). */
export function scoreNodes(nodes: readonly NodeResources[], request: ResourceRequest): ScoredNode[] {
  return nodes
    .map((node) => scoreNode(node, request))
    .toSorted((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
}

function scoreNode(node: NodeResources, request: ResourceRequest): ScoredNode {
  const fits = freeCpuMillis(node) >= request.cpuMillis && freeMemoryBytes(node) >= request.memoryBytes;
  const cpuFit = fullness(node.requestedCpuMillis + request.cpuMillis, node.allocatableCpuMillis);
  const memoryFit = fullness(node.requestedMemoryBytes + request.memoryBytes, node.allocatableMemoryBytes);
  const spotPreference = node.lifetime === 'spot' ? 1 : 0;
  const score = CPU_WEIGHT * cpuFit + MEMORY_WEIGHT * memoryFit + SPOT_WEIGHT * spotPreference;
  return { name: node.name, fits, score: fits ? round(score * 100) : 0, cpuFit, memoryFit, spotPreference };
}

const fullness = (used: number, all: number) => (all <= 0 ? 0 : round(Math.min(1, used / all)));
const round = (value: number) => Math.round(value * 1000) / 1000;

/** How many groups of this size fit at once, over all nodes. */
export function groupsThatFit(nodes: readonly NodeResources[], request: ResourceRequest): number {
  return nodes.reduce((sum, node) => sum + fitsOn(node, request), 0);
}

function fitsOn(node: NodeResources, request: ResourceRequest): number {
  const byCpu = Math.floor(freeCpuMillis(node) / request.cpuMillis);
  const byMemory = Math.floor(freeMemoryBytes(node) / request.memoryBytes);
  return Math.max(0, Math.min(byCpu, byMemory));
}
