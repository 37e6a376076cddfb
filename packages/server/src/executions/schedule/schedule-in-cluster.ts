/**
 * Takes the next execution of an environment in a cluster off its queue, where there is room. The cluster is asked
 * before the transaction, so that a slow one keeps nobody waiting; what others were promised meanwhile is counted in.
 */
import type { EnvironmentId } from '@gauntlet/contract';
import {
  groupsThatCouldFit,
  groupsThatFit,
  lastingRefusals,
  type NodeResources,
  type Reservation,
  reserveRoom,
  type ScoredNode,
  scoreNodes,
} from '@gauntlet/core/executions';
import { secondsAfter } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { ConcludeDeps } from '../collect/conclude-attempt.ts';
import { inCluster, newGroup } from '../execute/new-group.ts';
import { failedUnitsSource } from '../execute/record-plan.ts';
import type { Execution } from '../execution.ts';
import { moveExecution } from '../move-execution.ts';
import type { PodGroupStore, Reserved } from '../pods/pod-groups.ts';
import type { ClusterRoom, PodExecutor } from '../pods/ports.ts';
import { lackOf } from './describe-room.ts';
import { refuseRoom } from './refuse-room.ts';
import type { ScheduleDeps } from './schedule-next.ts';

export type ScheduleInClusterDeps = Omit<ScheduleDeps, 'nodeName' | 'nodes'> &
  ConcludeDeps & { podGroups: PodGroupStore; pods: Pick<PodExecutor, 'room'> };

/** `overtaken`: another server took it meanwhile. `refused`: not one pod of it could ever fit, and it has ended. */
export type ScheduledInCluster =
  | { outcome: 'scheduled' | 'refused'; execution: Execution }
  | { outcome: 'empty' }
  | { outcome: 'full' }
  | { outcome: 'overtaken' };

/** A large cluster has more nodes than anybody reads about. */
const MOST_SCORES = 100;

export async function scheduleInCluster(
  deps: ScheduleInClusterDeps,
  environmentId: EnvironmentId,
): Promise<ScheduledInCluster> {
  const seen = await deps.inTransaction(async (tx) => {
    const first = await next(deps, tx, environmentId);
    return first && { first, reserved: await deps.podGroups.listReserved(tx, environmentId) };
  });
  if (!seen) return { outcome: 'empty' };
  const { first } = seen;
  const { image = null, spot = null } = first.definition;
  const { cpuRequestMillis: cpuMillis, memoryRequestBytes: memoryBytes } = first;
  const room = await deps.pods.room(environmentId, { cpuMillis, memoryBytes, image, spot });
  return deps.inTransaction(async (tx) => {
    const execution = await next(deps, tx, environmentId);
    if (execution?.executionId !== first.executionId) return { outcome: 'overtaken' };
    if (!room.ok) return keep(deps, tx, execution, `its cluster: ${room.error.message}`);
    const reserved = await deps.podGroups.listReserved(tx, environmentId);
    return decide(deps, tx, execution, room.value, mostOf(seen.reserved, reserved));
  });
}

async function next(deps: ScheduleInClusterDeps, tx: Tx, environmentId: EnvironmentId) {
  await deps.podGroups.lockCluster(tx, environmentId);
  return deps.queue.nextIn(tx, deps.clock.now(), environmentId);
}

async function decide(
  deps: ScheduleInClusterDeps,
  tx: Tx,
  execution: Execution,
  room: ClusterRoom,
  reserved: readonly Reserved[],
): Promise<ScheduledInCluster> {
  const nodes = reserveRoom(room.nodes, asPods(reserved, execution, room));
  const fitting = groupsThatFit(nodes, room.request);
  const most = groupsThatCouldFit(room.nodes, room.request);
  const isIdle = room.ownPods === 0 && reserved.length === 0;
  const parallelism = parallelismIn(execution, room, isIdle && fitting > 0 ? fitting : most);
  const wanted = Math.min(parallelism, await groupsAtOnce(deps, tx, execution));
  if (fitting >= wanted || room.autoscale) {
    const order = { placement: placementOf(nodes, room), parallelism, groups: wanted };
    return { outcome: 'scheduled', execution: await schedule(deps, tx, execution, order) };
  }
  // A cluster without a node for such pods is one that is being made, or mended.
  if (most === 0 && room.nodes.some((node) => lastingRefusals(node, room.request).length === 0))
    return {
      outcome: 'refused',
      execution: await refuseRoom(deps, tx, execution, { room, placement: placementOf(room.nodes, room) }),
    };
  return keep(deps, tx, execution, lackOf({ wanted, fitting, most }, room));
}

/**
 * What wants more than all nodes could hold runs with less. What else is on them is never counted out: once nothing of
 * ours runs there, more room will not come of waiting.
 */
const parallelismIn = ({ parallelism }: Execution, { autoscale }: ClusterRoom, most: number): number =>
  autoscale ? parallelism : Math.max(1, Math.min(parallelism, most));

/**
 * What had no Job when the cluster was asked, and has one now, is in neither answer of the second moment: of each
 * execution the more counts. That may be too much, until it is looked at again.
 */
function mostOf(before: readonly Reserved[], now: readonly Reserved[]): Reserved[] {
  const most = new Map(before.map((one) => [one.executionId, one]));
  for (const one of now)
    if (one.count >= (most.get(one.executionId)?.count ?? 0)) most.set(one.executionId, one);
  return [...most.values()];
}

/** A pod is more than its tests, by the same for each. */
const asPods = (
  reserved: readonly Reservation[],
  { cpuRequestMillis, memoryRequestBytes }: Execution,
  { request }: ClusterRoom,
): Reservation[] =>
  reserved.map(({ request: { cpuMillis, memoryBytes }, count }) => ({
    request: {
      ...request,
      cpuMillis: cpuMillis + request.cpuMillis - cpuRequestMillis,
      memoryBytes: memoryBytes + request.memoryBytes - memoryRequestBytes,
      spot: 'allow',
    },
    count,
  }));

const placementOf = (nodes: readonly NodeResources[], { request }: ClusterRoom) =>
  scoreNodes(nodes, request).slice(0, MOST_SCORES);

/** It keeps its place, and nothing of its environment overtakes it. */
async function keep(
  deps: ScheduleInClusterDeps,
  tx: Tx,
  { executionId, waitingFor: before }: Execution,
  waitingFor: string,
): Promise<ScheduledInCluster> {
  if (before !== waitingFor) await deps.executions.patch(tx, executionId, { waitingFor });
  return { outcome: 'full' };
}

async function schedule(
  deps: ScheduleInClusterDeps,
  tx: Tx,
  execution: Execution,
  { placement, parallelism, groups }: { placement: ScoredNode[]; parallelism: number; groups: number },
): Promise<Execution> {
  const retrying = execution.status === 'retrying';
  const runSeconds = execution.definition.timeouts.runSeconds;
  const arrow = retrying ? 'retry-scheduled' : 'resources-available';
  const scheduled = await moveExecution(deps, tx, execution, arrow, {
    attempt: attemptOf(execution),
    placement,
    parallelism,
    nodeName: null, // seen when its first pod has found one
    podName: null,
    waitingFor: null,
    // Until its first pod runs, when the run limit begins: what waits for nodes waits no longer than in the queue.
    runDeadlineAt: secondsAfter(deps.clock.now(), runSeconds + execution.definition.timeouts.queueSeconds),
    retryAt: null,
    endingReason: null,
    failureReason: null,
    failureMessage: null,
  });
  const place = inCluster(scheduled);
  await deps.groups.insert(
    tx,
    Array.from({ length: groups }, (_, index) =>
      newGroup(deps, scheduled, { index, lead: index === 0, place }),
    ),
  );
  await deps.sendWake(tx, { topic: 'groups', executionId: execution.executionId });
  return scheduled;
}

/** The one that is scheduled. */
const attemptOf = ({ status, attempt }: Execution) => (status === 'retrying' ? attempt + 1 : attempt);

/**
 * All that are wanted, together: a cluster that must add nodes then adds them once. Where history says that the
 * suite is small, so many, and where only failures are run again, the lead alone: the listing says how many more.
 */
async function groupsAtOnce(deps: ScheduleInClusterDeps, tx: Tx, execution: Execution): Promise<number> {
  if (failedUnitsSource({ ...execution, attempt: attemptOf(execution) }) !== null) return 1;
  const known = await deps.units.countKnown(tx, execution.definitionId);
  return known === 0 ? execution.parallelism : Math.min(execution.parallelism, known);
}
