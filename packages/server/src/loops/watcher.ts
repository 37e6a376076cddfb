/** Compares the groups that should live with those that do, and continues what nobody runs. */
import {
  beginWatch,
  continueAbandoned,
  reviveExecution,
  type WatchDeps,
  watchGroups,
} from '../executions/index.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

export function createWatcherLoop(deps: WatchDeps & { wakes: WakeListener }): Loop {
  const watch = beginWatch(deps);
  return createLoop({
    name: 'watcher',
    everySeconds: 2,
    wakes: deps.wakes,
    wakeOn: ['ending'],
    log: deps.log,
    work: async () => {
      await watchGroups(deps, watch);
      await continueAbandoned(deps, watch, (executionId, isGone) =>
        reviveExecution(deps, executionId, isGone),
      );
      return 'done';
    },
  });
}
