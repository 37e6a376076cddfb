/**
 * The nodes of one simulated run, and what they cost.
 *
 * Owns each node's life and its account; not what the groups on it do. Invariants: no node holds more than
 * it has; there are never more of a kind than its most; a node is paid from its order to its end, one that is
 * always there from the run's beginning to the run's end.
 */
import { type NodeResources, placeGroups, type ResourceRequest } from '../executions/index.ts';
import { chooseKind, type Expander, emptyNode, groupsOnEmpty, type NodeKind } from './node-kind.ts';

export type SimulatedNode = {
  name: string;
  kind: NodeKind;
  state: 'ordered' | 'ready' | 'noticed' | 'gone';
  /** Numbers of the groups it holds. */
  groups: Set<number>;
  orderedAtMs: number;
  /** Since when it holds none, or since when it holds some. */
  sinceMs: number;
  busyMs: number;
};

export type NodeAccount = {
  nodeMs: number;
  /** Of that, with at least one group on the node. */
  busyMs: number;
  cost: number;
  mostNodes: number;
  nodesOrdered: number;
};

export type NodePool = {
  /** Where waiting groups go now; undefined: nowhere yet. */
  place: (groups: readonly number[], nowMs: number) => (SimulatedNode | undefined)[];
  leave: (node: SimulatedNode, group: number, nowMs: number) => void;
  /** Orders what waiting groups need, and what must always be there. */
  order: (waiting: number, nowMs: number) => SimulatedNode[];
  /** Takes a node off; its groups have left before, or are lost with it. */
  end: (node: SimulatedNode, nowMs: number) => void;
  /** Whether there are more of its kind than must always be there. */
  isSpare: (node: SimulatedNode) => boolean;
  nodes: () => readonly SimulatedNode[];
  account: () => NodeAccount;
};

type PoolSettings = { kinds: readonly NodeKind[]; request: ResourceRequest; expander: Expander };

export function createNodePool({ kinds, request, expander }: PoolSettings): NodePool {
  const nodes = new Map<string, SimulatedNode>();
  const perNode = new Map(kinds.map((kind) => [kind, groupsOnEmpty(kind, request)]));
  const total: NodeAccount = { nodeMs: 0, busyMs: 0, cost: 0, mostNodes: 0, nodesOrdered: 0 };
  let named = 0;
  const countOf = (kind: NodeKind) => [...nodes.values()].filter((node) => node.kind === kind).length;
  const add = (kind: NodeKind, state: 'ordered' | 'ready', nowMs: number) => {
    named += 1;
    const name = `${kind.name}-${named}`;
    const born = { orderedAtMs: nowMs, sinceMs: nowMs, busyMs: 0 };
    const node: SimulatedNode = { name, kind, state, groups: new Set(), ...born };
    nodes.set(name, node);
    total.mostNodes = Math.max(total.mostNodes, nodes.size);
    if (state === 'ordered') total.nodesOrdered += 1;
    return node;
  };
  for (const kind of kinds) for (let one = 0; one < kind.least; one += 1) add(kind, 'ready', 0);
  return {
    place: (groups, nowMs) => {
      const open = [...nodes.values()].filter(({ state }) => state === 'ready');
      const placed = placeGroups(open.map(resourcesOf(request)), request, groups.length);
      return placed.groups.map((name, index) => {
        const node = name === undefined ? undefined : nodes.get(name);
        const group = groups[index];
        if (node && group !== undefined) enter(node, group, nowMs);
        return node;
      });
    },
    leave,
    order: (waiting, nowMs) => {
      const ordered: SimulatedNode[] = [];
      const missing = (kind: NodeKind) => Math.max(0, kind.least - countOf(kind));
      for (const kind of kinds)
        for (let left = missing(kind); left > 0; left -= 1) ordered.push(add(kind, 'ordered', nowMs));
      const coming = [...nodes.values()].filter(({ state }) => state === 'ordered');
      let homeless = coming.reduce((left, { kind }) => left - (perNode.get(kind) ?? 0), waiting);
      while (homeless > 0) {
        const free = kinds.filter((kind) => countOf(kind) < kind.most);
        const kind = chooseKind(free, { request, waiting: homeless, expander });
        if (kind === null) break;
        ordered.push(add(kind, 'ordered', nowMs));
        homeless -= perNode.get(kind) ?? 0;
      }
      return ordered;
    },
    end: (node, nowMs) => {
      for (const group of node.groups) leave(node, group, nowMs);
      node.state = 'gone';
      nodes.delete(node.name);
      const lifeMs = nowMs - node.orderedAtMs;
      total.nodeMs += lifeMs;
      total.busyMs += node.busyMs;
      total.cost += (lifeMs / 3_600_000) * node.kind.pricePerHour;
    },
    isSpare: ({ kind }) => countOf(kind) > kind.least,
    nodes: () => [...nodes.values()],
    account: () => ({ ...total }),
  };
}

function enter(node: SimulatedNode, group: number, nowMs: number): void {
  if (node.groups.size === 0) node.sinceMs = nowMs;
  node.groups.add(group);
}

function leave(node: SimulatedNode, group: number, nowMs: number): void {
  if (!node.groups.delete(group) || node.groups.size > 0) return;
  node.busyMs += nowMs - node.sinceMs;
  node.sinceMs = nowMs;
}

const resourcesOf =
  ({ cpuMillis, memoryBytes }: ResourceRequest) =>
  ({ name, kind, groups }: SimulatedNode): NodeResources => {
    const empty = emptyNode(kind, name);
    return {
      ...empty,
      requestedCpuMillis: groups.size * cpuMillis,
      requestedMemoryBytes: groups.size * memoryBytes,
      ...(empty.freeSlots === undefined ? {} : { freeSlots: empty.freeSlots - groups.size }),
    };
  };
