/** One round of all that an environment in a cluster needs: watched, scheduled to, launched in. */
import type { EnvironmentId } from '@gauntlet/contract';
import { type ScheduleInClusterDeps, scheduleInCluster } from '../schedule/schedule-in-cluster.ts';
import { type LaunchPodsDeps, launchPods } from './launch-pods.ts';
import type { PodWatch } from './pod-watch.ts';
import { type WatchPodsDeps, watchPods } from './watch-pods.ts';

export type TendDeps = ScheduleInClusterDeps & LaunchPodsDeps & WatchPodsDeps;

/** What runs is looked after in between, however many wait. */
const MOST_SCHEDULED = 20;

/** @returns whether there is more to do at once */
export async function tendEnvironment(
  deps: TendDeps,
  watch: PodWatch,
  environmentId: EnvironmentId,
): Promise<'more' | 'done'> {
  await watchPods(deps, watch, environmentId);
  const scheduled = await scheduleSome(deps, environmentId);
  const launched = await launchPods(deps, environmentId);
  return launched > 0 || scheduled >= MOST_SCHEDULED ? 'more' : 'done';
}

async function scheduleSome(deps: TendDeps, environmentId: EnvironmentId): Promise<number> {
  for (let count = 0; count < MOST_SCHEDULED; count += 1) {
    const next = await scheduleInCluster(deps, environmentId);
    if (next.outcome === 'empty' || next.outcome === 'full') return count;
    if (next.outcome === 'overtaken') continue;
    const { outcome, execution } = next;
    const { executionId, attempt } = execution;
    deps.log.info({ executionId, attempt, environmentId }, outcome);
  }
  return MOST_SCHEDULED;
}
