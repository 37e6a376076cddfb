/**
 * Tends to the environments of clusters, each by a lane of its own: a cluster that is slow or does not answer holds
 * up nobody else. Owns the lanes, and what each remembers of its watch; a cluster of which none is left is left alone.
 */
import type { EnvironmentId } from '@gauntlet/contract';
import { beginPodWatch, type TendDeps, tendEnvironment } from '../executions/index.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

/** Pods change by the dozen: what happens within this is one change. */
const TOGETHER_MS = 200;

export function createClustersLoop(deps: TendDeps & { wakes: WakeListener }): Loop {
  const lanes = new Map<EnvironmentId, Loop>();
  /** Of environments with nothing to do any more: their last round may wait for a cluster that does not answer. */
  const leaving = new Set<Promise<void>>();
  const due = new Map<EnvironmentId, ReturnType<typeof setTimeout>>();
  const leave = async (environmentId: EnvironmentId, lane: Loop): Promise<void> => {
    lanes.delete(environmentId);
    await lane.stop();
    // It may have been opened again meanwhile.
    if (!lanes.has(environmentId)) await deps.pods.leave(environmentId);
  };
  const loop = createLoop({
    name: 'clusters',
    everySeconds: 2,
    wakes: deps.wakes,
    wakeOn: ['queue', 'groups', 'collect', 'ending'],
    log: deps.log,
    work: async () => {
      const environments = new Set(await deps.podGroups.listEnvironments());
      for (const [environmentId, lane] of lanes)
        if (!environments.has(environmentId)) {
          const left = leave(environmentId, lane)
            .catch((err: unknown) => deps.log.warn({ environmentId, err }, 'it was not left in order'))
            .finally(() => leaving.delete(left));
          leaving.add(left);
        }
      for (const environmentId of environments) laneOf(deps, lanes, environmentId).wake();
      return 'done';
    },
  });
  deps.pods.onChange((environmentId) => {
    if (due.has(environmentId)) return;
    const wake = () => {
      due.delete(environmentId);
      lanes.get(environmentId)?.wake();
    };
    due.set(environmentId, setTimeout(wake, TOGETHER_MS));
  });
  return {
    ...loop,
    stop: async () => {
      for (const timer of due.values()) clearTimeout(timer);
      await loop.stop();
      await Promise.all([...leaving, ...[...lanes.values()].map((lane) => lane.stop())]);
    },
  };
}

function laneOf(
  deps: TendDeps & { wakes: WakeListener },
  lanes: Map<EnvironmentId, Loop>,
  environmentId: EnvironmentId,
): Loop {
  const known = lanes.get(environmentId);
  if (known) return known;
  const watch = beginPodWatch(deps);
  const lane = createLoop({
    name: `environment ${environmentId}`,
    everySeconds: 2, // woken by the loop of all
    wakes: deps.wakes,
    wakeOn: [],
    log: deps.log,
    work: () => tendEnvironment(deps, watch, environmentId),
  });
  lanes.set(environmentId, lane);
  return lane;
}
