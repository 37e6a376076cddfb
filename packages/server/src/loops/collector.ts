/** Archives executions in cleanup: one at a time, under a lease, so that a dead server's are taken up again. */
import type { ExecutionId } from '@gauntlet/contract';
import { type ArchiveDeps, archiveExecution, sweepWorkspaces } from '../executions/index.ts';
import { secondsAfter } from '../kernel/clock.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

const LEASE_SECONDS = 120;
const RENEW_SECONDS = 40;
/** What hinders it (a store that is away, a full disk) hinders the next one as well, and may be over soon. */
const RETRY_SECONDS = 15;
/** Woken when a pod ends; this is only so that others are taken meanwhile. */
const PODS_SECONDS = 1;

type CollectorDeps = ArchiveDeps & { wakes: WakeListener; serverName: string };

export const createCollectorLoop = (deps: CollectorDeps): Loop =>
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
      if (executionId === null) {
        await sweepWorkspaces(deps);
        return 'done';
      }
      const archived = await underLease(deps, executionId, () => archiveExecution(deps, executionId));
      if (archived.ok) deps.log.info({ executionId }, 'archived');
      else await putOff(deps, executionId, archived.error);
      return 'more';
    },
  });

async function putOff(
  deps: CollectorDeps,
  executionId: ExecutionId,
  { code, message }: { code: string; message: string },
): Promise<void> {
  const seconds = code === 'pods-left' ? PODS_SECONDS : RETRY_SECONDS;
  const until = secondsAfter(deps.clock.now(), seconds);
  await deps.executions.keepCollecting(executionId, deps.serverName, until);
  const level = code === 'pods-left' ? 'debug' : 'error';
  deps.log[level]({ executionId, code }, `not archived yet, tried again in ${seconds} s: ${message}`);
}

/** A large archive takes longer than the lease: it is renewed as long as the work goes on. */
async function underLease<Value>(
  deps: CollectorDeps,
  executionId: ExecutionId,
  work: () => Promise<Value>,
): Promise<Value> {
  const renew = () =>
    deps.executions.keepCollecting(
      executionId,
      deps.serverName,
      secondsAfter(deps.clock.now(), LEASE_SECONDS),
    );
  const report = (cause: unknown) =>
    deps.log.warn({ executionId, err: cause }, 'the lease could not be renewed');
  const timer = setInterval(() => void renew().catch(report), RENEW_SECONDS * 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
