/**
 * Pods of a cluster that is a map: what is launched waits until the test lets it start, and ends as the test says.
 * What was told to end and has gone is still seen to have ended, as by a watch that saw it go. An order of a group that has its Job changes nothing, as in a real cluster; a suspended one takes a new token.
 */
import type { EnvironmentId, GroupId } from '@gauntlet/contract';
import type { NodeResources } from '@gauntlet/core/executions';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type {
  ClusterTrouble,
  LaunchOutcome,
  PodEnd,
  PodExecutor,
  PodOrder,
  PodStanding,
  SeenPod,
} from '../executions/index.ts';

type FakePod = { order: PodOrder; seen: SeenPod };

export type FakePods = PodExecutor & {
  pods: Map<GroupId, FakePod>;
  gone: Map<GroupId, FakePod>;
  /** What a stale watch does not show. */
  unseen: Set<GroupId>;
  orders: PodOrder[];
  ends: { groupId: GroupId; why: PodEnd; grace: 'usual' | 'at-once' }[];
  nodes: NodeResources[];
  autoscale: boolean;
  trouble: ClusterTrouble | null;
  /** What the next orders come to, in place of a Job. */
  answers: LaunchOutcome[];
  logs: Map<GroupId, string>;
  /** All that it is told to end is there until the test takes it away. */
  lingering: boolean;
  left: EnvironmentId[];
  stand(groupId: GroupId, standing: PodStanding): void;
  run(groupId: GroupId, nodeName?: string): void;
  change(environmentId: EnvironmentId): void;
};

const AGENT = { cpuMillis: 50, memoryBytes: 96 * 2 ** 20 };
/** The same for each pod. */
const DISK_BYTES = 1088 * 2 ** 20;
const UNAVAILABLE: PodEnd = { class: 'infrastructure', reason: 'not-started', message: 'It never started.' };

export const fakeNode = (name: string, part: Partial<NodeResources> = {}): NodeResources => ({
  name,
  allocatableCpuMillis: 4000,
  allocatableMemoryBytes: 16 * 2 ** 30,
  requestedCpuMillis: 0,
  requestedMemoryBytes: 0,
  lifetime: 'on-demand',
  ...part,
});

export function createFakePods(): FakePods {
  const listeners: ((environmentId: EnvironmentId) => void)[] = [];
  const known = <Value>(value: Value): Result<Value, ClusterTrouble> =>
    fake.trouble ? refuse(fake.trouble) : ok(value);
  const fake: FakePods = {
    pods: new Map(),
    gone: new Map(),
    unseen: new Set(),
    orders: [],
    ends: [],
    nodes: [fakeNode('node-1')],
    autoscale: false,
    trouble: null,
    answers: [],
    logs: new Map(),
    lingering: false,
    left: [],
    room: async (_, { cpuMillis, memoryBytes, spot }) =>
      known({
        nodes: roomOf(fake),
        ownPods: [...fake.pods.values()].filter(({ seen }) => seen.standing.phase !== 'ended').length,
        request: {
          cpuMillis: cpuMillis + AGENT.cpuMillis,
          memoryBytes: memoryBytes + AGENT.memoryBytes,
          diskBytes: DISK_BYTES,
          spot: spot ?? 'allow',
        },
        autoscale: fake.autoscale,
      }),
    launch: async (order) => {
      fake.orders.push(order);
      const answer = fake.answers.shift();
      if (answer) return answer;
      const there = fake.pods.get(order.groupId);
      const made = there ?? { order, seen: begunOf(order) };
      fake.pods.set(order.groupId, made);
      return { outcome: 'made', jobName: made.seen.jobName };
    },
    look: async (environmentId) =>
      known(
        [...fake.pods.values(), ...fake.gone.values()]
          .filter(({ order }) => order.environmentId === environmentId && !fake.unseen.has(order.groupId))
          .map(({ seen }) => seen),
      ),
    lookFor: async ({ groupId }) => known(fake.pods.has(groupId) ? 'there' : 'gone'),
    end: async ({ groupId }, why, grace) => {
      if (fake.trouble) return refuse(fake.trouble);
      fake.ends.push({ groupId, why, grace });
      const there = fake.pods.get(groupId);
      if (!there) return ok('gone');
      if (!fake.lingering) leave(fake, groupId, there, why);
      return ok('ending');
    },
    readLog: async ({ groupId }) => known(new TextEncoder().encode(fake.logs.get(groupId) ?? '')),
    leave: async (environmentId) => void fake.left.push(environmentId),
    onChange: (listener) => void listeners.push(listener),
    close: async () => void listeners.splice(0),
    stand: (groupId, standing) => change(fake, groupId, { standing }),
    run: (groupId, nodeName = 'node-1') =>
      change(fake, groupId, {
        podName: `pod-of-${groupId}`,
        nodeName,
        standing: { phase: 'running', warnings: [] },
      }),
    change: (environmentId) => {
      for (const listener of listeners) listener(environmentId);
    },
  };
  return fake;
}

function begunOf({ executionId, groupId, index, attempt }: PodOrder): SeenPod {
  return {
    executionId,
    groupId,
    index,
    attempt,
    jobName: `test-exec-${executionId}-group-${index}-${attempt}`,
    podName: null,
    nodeName: null,
    createdAt: new Date(),
    standing: { phase: 'waiting', for: 'start', message: 'It has just been made.', otherwise: UNAVAILABLE },
  };
}

/** All that has been launched and not ended, where it is or where it would go first. */
function roomOf({ nodes, pods }: FakePods): NodeResources[] {
  return nodes.map((node) => {
    const here = [...pods.values()].filter(
      ({ seen }) => seen.standing.phase !== 'ended' && (seen.nodeName ?? nodes[0]?.name) === node.name,
    );
    const sum = (of: 'cpuMillis' | 'memoryBytes') =>
      here.reduce((total, { order }) => total + order[of] + AGENT[of], 0);
    return {
      ...node,
      requestedCpuMillis: node.requestedCpuMillis + sum('cpuMillis'),
      requestedMemoryBytes: node.requestedMemoryBytes + sum('memoryBytes'),
      requestedDiskBytes: (node.requestedDiskBytes ?? 0) + here.length * DISK_BYTES,
    };
  });
}

/** What had come to its end keeps that. */
function leave({ pods, gone }: FakePods, groupId: GroupId, { order, seen }: FakePod, end: PodEnd): void {
  pods.delete(groupId);
  const standing: PodStanding =
    seen.standing.phase === 'ended' ? seen.standing : { phase: 'ended', end, warnings: [] };
  gone.set(groupId, { order, seen: { ...seen, standing } });
}

function change({ pods }: FakePods, groupId: GroupId, part: Partial<SeenPod>): void {
  const pod = pods.get(groupId);
  if (!pod) throw new Error(`there is no pod of the group ${groupId}`);
  pods.set(groupId, { ...pod, seen: { ...pod.seen, ...part } });
}
