/** Compares the groups that should live with those that do, and continues what nobody runs. */
import {
  continueAbandoned,
  reviveExecution,
  type StopRequests,
  type WatchDeps,
  watchGroups,
} from '../executions/index.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

export function createWatcherLoop(deps: WatchDeps & { wakes: WakeListener }): Loop {
  const stops: StopRequests = new Map();
  return createLoop({
    name: 'watcher',
    everySeconds: 2,
    wakes: deps.wakes,
    wakeOn: ['ending'],
    log: deps.log,
    work: async () => {
      await watchGroups(deps, stops);
      await continueAbandoned(deps, (executionId) => reviveExecution(deps, executionId));
      return 'done';
    },
  });
}
