/**
 * Compares the groups of an environment that should be pods with the pods that are there. Level-triggered, and any
 * number of servers may do it at once: what it changes it changes under the group's lock.
 *
 * Pods are looked at before groups are: a group is written down before its Job is made, so what has a pod and no
 * group is nobody's.
 */
import type { EnvironmentId, ExecutionId, GroupId } from '@gauntlet/contract';
import { loseGroup } from '../execute/lose-group.ts';
import type { Execution, Group } from '../execution.ts';
import { judgePod, type PodAction, type PodFacts, type PodLimits } from './judge-pod.ts';
import { type NoteDeps, notePod, noteWarnings } from './note-pod.ts';
import { beginAnew, mayComplain, noteRound, type PodWatch, secondsSince } from './pod-watch.ts';
import { refOf } from './ports.ts';
import { type SettleDeps, settlePod } from './settle-pod.ts';
import type { PodEnd } from './standing.ts';
import { sweepPods } from './sweep-pods.ts';

export type WatchPodsDeps = SettleDeps &
  NoteDeps & {
    agentLimits: PodLimits;
    /** Of groups that are over. `left`: until Kubernetes itself deletes them, an hour after their end. */
    finishedPods: 'deleted' | 'left';
  };

/** Many pods may end at once; the API needs connections meanwhile. */
const SIDE_BY_SIDE = 8;
const LEASE_SECONDS = 60;

export async function watchPods(
  deps: WatchPodsDeps,
  watch: PodWatch,
  environmentId: EnvironmentId,
): Promise<void> {
  const seen = await deps.pods.look(environmentId);
  const groups = await deps.podGroups.listAlive(environmentId);
  noteRound(watch, deps.clock.now(), deps.agentLimits.heartbeatSeconds);
  if (!seen.ok && groups.length > 0 && mayComplain(watch, deps.clock.now()))
    deps.log.warn({ environmentId, code: seen.error.code }, seen.error.message);
  const pods = new Map(seen.ok ? seen.value.map((pod) => [pod.groupId, pod]) : []);
  const executions = await findExecutions(deps, groups);
  await inTurns(groups, async (group) => {
    const execution = executions.get(group.executionId) ?? null;
    const pod = seen.ok ? (pods.get(group.groupId) ?? null) : 'unseen';
    // One that stumbles holds up no other.
    await watchPod(deps, watch, { group, execution, pod }).catch((err: unknown) =>
      deps.log.error(
        { executionId: group.executionId, group: group.index, err },
        'its pod was not looked after',
      ),
    );
  });
  const alive = new Set(groups.map(({ groupId }) => groupId));
  if (seen.ok) await sweepPods(deps, watch, { environmentId, seen: seen.value, alive });
}

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let first = 0; first < items.length; first += SIDE_BY_SIDE)
    await Promise.all(items.slice(first, first + SIDE_BY_SIDE).map(work));
}

async function findExecutions({ executions }: WatchPodsDeps, groups: readonly Group[]) {
  const found = new Map<ExecutionId, Execution | null>();
  const ids = [...new Set(groups.map(({ executionId }) => executionId))];
  await inTurns(ids, async (id) => void found.set(id, await executions.find(id)));
  return found;
}

type Watched = Pick<PodFacts, 'group' | 'execution' | 'pod'>;

async function watchPod(deps: WatchPodsDeps, watch: PodWatch, watched: Watched): Promise<void> {
  const { group, pod } = watched;
  if (pod && pod !== 'unseen') {
    await notePod(deps, group, pod);
    if ('warnings' in pod.standing) await noteWarnings(deps, group, pod.standing.warnings);
  }
  await act(deps, watch, watched, judgePod(factsOf(deps, watch, watched)));
}

function factsOf(deps: WatchPodsDeps, watch: PodWatch, { group, execution, pod }: Watched): PodFacts {
  const now = deps.clock.now();
  return {
    group,
    execution,
    pod,
    silentSince: (from) => (now.getTime() - Math.max(watch.since, from.getTime())) / 1000,
    seconds: (what) => secondsSince(watch, `${group.groupId} ${what}`, now),
    waitedSeconds: waitedSeconds(group, pod, now),
    limits: deps.agentLimits,
  };
}

/** Written down, so that a restart does not begin it anew. */
function waitedSeconds({ waiting, jobName }: Group, pod: PodFacts['pod'], now: Date): number {
  if (waiting === null) return 0;
  const standing = pod === null || pod === 'unseen' ? null : pod.standing;
  // Until its Job is known to be released, it waits for that by the reason that was written down.
  const unreleased = jobName === null && standing?.phase === 'waiting' && standing.for === 'release';
  if (standing?.phase === 'waiting' && waiting.for !== standing.for && !unreleased) return 0;
  return (now.getTime() - Date.parse(waiting.since)) / 1000;
}

async function act(
  deps: WatchPodsDeps,
  watch: PodWatch,
  { group, pod }: Watched,
  action: PodAction,
): Promise<void> {
  switch (action.do) {
    case 'nothing':
      return;
    case 'end':
      return tell(deps, group, action.why, 'usual');
    case 'close':
      if (pod) await tell(deps, group, action.why, 'at-once');
      return end(deps, group.groupId, action.why.message);
    case 'settle':
      return settlePod(deps, group, pod === 'unseen' ? null : pod, action.end);
    case 'make-sure':
      return (await isGone(deps, watch, group)) ? settlePod(deps, group, null, action.end) : undefined;
    case 'give-up':
      return giveUp(deps, group, action.end);
  }
}

/** Asked again after a while where it is there, or the cluster does not say. */
async function isGone(deps: WatchPodsDeps, watch: PodWatch, group: Group): Promise<boolean> {
  const found = await deps.pods.lookFor(refOf(group));
  if (!found.ok) deps.log.warn({ executionId: group.executionId, group: group.index }, found.error.message);
  if (found.ok && found.value === 'gone') return true;
  beginAnew(watch, `${group.groupId} missing`);
  return false;
}

async function tell(
  deps: WatchPodsDeps,
  group: Group,
  why: PodEnd,
  grace: 'usual' | 'at-once',
): Promise<void> {
  const told = await deps.pods.end(refOf(group), why, grace);
  if (!told.ok) deps.log.warn({ executionId: group.executionId, group: group.index }, told.error.message);
}

const end = (deps: WatchPodsDeps, groupId: GroupId, why: string): Promise<void> =>
  loseGroup(deps, groupId, { why, reason: 'group-lost', status: 'ended', unneeded: true });

/** Others of the execution may run: they go on with what is left. Where there are none, it ends. */
async function giveUp(deps: WatchPodsDeps, group: Group, why: PodEnd): Promise<void> {
  // Whoever sees the end of it meanwhile would take it for a loss.
  if (!(await deps.podGroups.claimBurial(group.groupId, deps.clock.now(), LEASE_SECONDS))) return;
  await tell(deps, group, why, 'at-once');
  await loseGroup(deps, group.groupId, {
    ...{ why: why.message, reason: 'executor-failed', status: 'ended' },
    ...(why.class === 'infrastructure' ? { by: 'infrastructure' } : {}),
  });
}
