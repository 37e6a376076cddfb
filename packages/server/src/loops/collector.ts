/** Archives executions in cleanup: one at a time, under a lease, so that a dead server's are taken up again. */
import { type ArchiveDeps, archiveExecution } from '../executions/index.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

const LEASE_SECONDS = 120;

export const createCollectorLoop = (deps: ArchiveDeps & { wakes: WakeListener; serverName: string }): Loop =>
  createLoop({
    name: 'collector',
    everySeconds: 10,
    wakes: deps.wakes,
    wakeOn: ['collect'],
    log: deps.log,
    work: async () => {
      const executionId = await deps.executions.claimForCollecting(
        deps.serverName,
        deps.clock.now(),
        LEASE_SECONDS,
      );
      if (executionId === null) return 'done';
      const archived = await archiveExecution(deps, executionId);
      if (archived.ok) deps.log.info({ executionId }, 'archived');
      else
        deps.log.error(
          { executionId, code: archived.error.code },
          `not archived yet, tried again in ${LEASE_SECONDS} s: ${archived.error.message}`,
        );
      return 'more';
    },
  });
