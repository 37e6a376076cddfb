/** Pods that are nobody's any more: of groups that are over, and of executions that nobody knows. */
import type { EnvironmentId, GroupId } from '@gauntlet/contract';
import type { Log } from '../../kernel/log.ts';
import { type NoteDeps, noteWarnings } from './note-pod.ts';
import type { PodGroupStore } from './pod-groups.ts';
import { type PodWatch, secondsSince } from './pod-watch.ts';
import type { PodExecutor, SeenPod } from './ports.ts';
import type { PodEnd } from './standing.ts';

export type SweepPodsDeps = NoteDeps & {
  log: Log;
  podGroups: PodGroupStore;
  pods: Pick<PodExecutor, 'end'>;
  finishedPods: 'deleted' | 'left';
};

type Sight = { environmentId: EnvironmentId; seen: readonly SeenPod[]; alive: ReadonlySet<GroupId> };

/** From an agent's last word to the end of its pod. */
const LEAVING_SECONDS = 60;
/** What was told to end has its grace, and is asked about no more until then: many may end together. */
const AGAIN_SECONDS = 45;
const SIDE_BY_SIDE = 8;

export async function sweepPods(
  deps: SweepPodsDeps,
  watch: PodWatch,
  { environmentId, seen, alive }: Sight,
): Promise<void> {
  const over = seen.filter(({ groupId, standing }) => !alive.has(groupId) && !isLeft(deps, standing.phase));
  forgetUnseen(watch, over);
  const left = over.filter((pod) => !isGone(watch, pod));
  if (left.length === 0) return;
  const statuses = await deps.podGroups.statusesOf(left.map(({ groupId }) => groupId));
  const due = left.filter((pod) => isDue(deps, watch, pod, statuses.get(pod.groupId)));
  for (let first = 0; first < due.length; first += SIDE_BY_SIDE)
    await Promise.all(
      due
        .slice(first, first + SIDE_BY_SIDE)
        .map((pod) => sweep(deps, watch, environmentId, pod, statuses.has(pod.groupId))),
    );
}

function forgetUnseen({ told }: PodWatch, over: readonly SeenPod[]): void {
  const there = new Set(over.map(({ groupId }) => groupId as string));
  for (const groupId of told.keys()) if (!there.has(groupId)) told.delete(groupId);
}

/** What has gone is seen for a while yet, so that its end is known: there is nothing to ask for any more. */
const isGone = ({ told }: PodWatch, { groupId, standing }: SeenPod) =>
  told.get(groupId)?.found === 'gone' && standing.phase === 'ended';

/** Kubernetes deletes what has ended, an hour later. */
const isLeft = ({ finishedPods }: SweepPodsDeps, phase: SeenPod['standing']['phase']) =>
  finishedPods === 'left' && phase === 'ended';

function isDue(
  { clock }: SweepPodsDeps,
  watch: PodWatch,
  { groupId, standing }: SeenPod,
  status: string | undefined,
): boolean {
  if (status === 'starting' || status === 'running') return false; // begun since the groups were listed
  const told = watch.told.get(groupId);
  if (told !== undefined && clock.now().getTime() - told.at < AGAIN_SECONDS * 1000) return false;
  if (status !== 'finished' || standing.phase === 'ended') return true;
  return secondsSince(watch, `${groupId} leaving`, clock.now()) >= LEAVING_SECONDS;
}

async function sweep(
  deps: SweepPodsDeps,
  watch: PodWatch,
  environmentId: EnvironmentId,
  pod: SeenPod,
  known: boolean,
): Promise<void> {
  const { executionId, groupId, standing } = pod;
  const message = known ? 'Its group is over.' : 'Nobody knows its execution.';
  const why: PodEnd = { class: 'cancelled', reason: 'ended-by-us', message };
  if (!known)
    deps.log.warn({ executionId, job: pod.jobName }, 'a Job of an execution that is not there is deleted');
  else if (standing.phase === 'ended') await noteWarnings(deps, pod, standing.warnings);
  const grace = standing.phase === 'running' ? 'usual' : 'at-once';
  const told = await deps.pods.end({ environmentId, executionId, groupId }, why, grace);
  if (told.ok) watch.told.set(groupId, { at: deps.clock.now().getTime(), found: told.value });
  else deps.log.warn({ executionId, job: pod.jobName }, told.error.message);
}
