/** Holds the copy of the queue against its rows. Told of a loss at once; the ticks find what nobody told. */
import type { QueueKeeper } from '../executions/index.ts';
import type { Log } from '../kernel/log.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

export function createQueueKeeperLoop(deps: {
  queueKeeper: QueueKeeper;
  wakes: WakeListener;
  log: Log;
}): Loop {
  const loop = createLoop({
    name: 'queue keeper',
    everySeconds: 5,
    wakes: deps.wakes,
    wakeOn: [],
    log: deps.log,
    work: async () => {
      await deps.queueKeeper.mend();
      return 'done';
    },
  });
  deps.queueKeeper.onDoubt(loop.wake);
  return loop;
}
