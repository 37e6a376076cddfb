/**
 * One round of all that an environment in a cluster needs: watched, scheduled to, launched in. Each is done whatever
 * became of the others: what cannot be scheduled must not keep what is scheduled from its pods.
 */
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
  const troubles: unknown[] = [];
  const go = <Value>(work: Promise<Value>, otherwise: Value): Promise<Value> =>
    work.catch((cause: unknown) => {
      troubles.push(cause);
      return otherwise;
    });
  await go(watchPods(deps, watch, environmentId), undefined);
  const scheduled = await go(scheduleSome(deps, environmentId), 0);
  const launched = await go(launchPods(deps, environmentId), 0);
  if (troubles.length > 0) throw new AggregateError(troubles, String(troubles[0]));
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
