/** Takes executions off the queue onto this node as long as they fit. The specification's 5 s poll is the net. */
import { type ScheduleDeps, scheduleNext } from '../executions/index.ts';
import type { Log } from '../kernel/log.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

export type SchedulerDeps = ScheduleDeps & { wakes: WakeListener; log: Log };

export const createSchedulerLoop = (deps: SchedulerDeps): Loop =>
  createLoop({
    name: 'scheduler',
    everySeconds: 5,
    wakes: deps.wakes,
    wakeOn: ['queue', 'collect'], // an execution that ends makes room
    log: deps.log,
    work: async () => {
      const next = await scheduleNext(deps);
      if (next.outcome !== 'scheduled') return 'done';
      deps.log.info(
        { executionId: next.execution.executionId, attempt: next.execution.attempt },
        'scheduled',
      );
      return 'more';
    },
  });
