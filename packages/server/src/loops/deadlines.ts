/** The queue limit (Expired) and the run limit (Timeout). */
import { type EndDeps, expireExecution, timeOutExecution } from '../executions/index.ts';
import type { Log } from '../kernel/log.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

export const createDeadlinesLoop = (deps: EndDeps & { wakes: WakeListener; log: Log }): Loop =>
  createLoop({
    name: 'deadlines',
    everySeconds: 1,
    wakes: deps.wakes,
    wakeOn: [],
    log: deps.log,
    work: async () => {
      for (const { executionId, limit } of await deps.executions.listOverdue(deps.clock.now())) {
        deps.log.info({ executionId, limit }, `the ${limit} limit has passed`);
        await (limit === 'queue' ? expireExecution(deps, executionId) : timeOutExecution(deps, executionId));
      }
      return 'done';
    },
  });
