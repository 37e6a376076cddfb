/** Where the groups of one execution go when they begin together: each to the best node, with those before it there. */
import { type NodeResources, type ResourceRequest, type ScoredNode, scoreNodes } from './score-nodes.ts';

export type GroupPlacement = {
  /** By the index of the group; undefined: there is no room for it now. */
  groups: readonly (string | undefined)[];
  /** As the first group met them. */
  scores: readonly ScoredNode[];
};

export function placeGroups(
  nodes: readonly NodeResources[],
  request: ResourceRequest,
  count: number,
): GroupPlacement {
  const scores = scoreNodes(nodes, request);
  const state = new Map(nodes.map((node) => [node.name, node]));
  const standing = new Map(scores.filter(({ fits }) => fits).map((scored) => [scored.name, scored]));
  const groups: (string | undefined)[] = [];
  for (let index = 0; index < count; index += 1) {
    const best = bestOf(standing.values());
    groups.push(best?.name);
    const node = best && state.get(best.name);
    if (!node) continue;
    const fuller = withOneMore(node, request);
    state.set(node.name, fuller);
    const [scored] = scoreNodes([fuller], request);
    if (scored?.fits) standing.set(node.name, scored);
    else standing.delete(node.name);
  }
  return { groups, scores };
}

export type Reservation = { request: ResourceRequest; count: number };

/** The nodes with what others will begin there soon counted in: each goes where it would go now. */
export function reserveRoom(
  nodes: readonly NodeResources[],
  reservations: readonly Reservation[],
): NodeResources[] {
  const state = new Map(nodes.map((node) => [node.name, node]));
  for (const { request, count } of reservations)
    for (const name of placeGroups([...state.values()], request, count).groups) {
      const node = name === undefined ? undefined : state.get(name);
      if (node) state.set(node.name, withOneMore(node, request));
    }
  return [...state.values()];
}

function bestOf(standing: Iterable<ScoredNode>): ScoredNode | undefined {
  let best: ScoredNode | undefined;
  for (const one of standing) {
    if (!best || one.score > best.score || (one.score === best.score && one.name < best.name)) best = one;
  }
  return best;
}

const withOneMore = (
  node: NodeResources,
  { cpuMillis, memoryBytes, diskBytes = 0 }: ResourceRequest,
): NodeResources => ({
  ...node,
  requestedCpuMillis: node.requestedCpuMillis + cpuMillis,
  requestedMemoryBytes: node.requestedMemoryBytes + memoryBytes,
  ...(diskBytes === 0 ? {} : { requestedDiskBytes: (node.requestedDiskBytes ?? 0) + diskBytes }),
  ...(node.freeSlots === undefined ? {} : { freeSlots: node.freeSlots - 1 }),
});
