/** Ends a server that `gauntlet run` started for itself, once nothing has run and nobody has asked for a while. */
import type { ExecutionStore } from '../executions/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

const UNFINISHED = [
  'queued',
  'scheduled',
  'initializing',
  'running',
  'completing',
  'retrying',
  'failed',
  'timeout',
  'cleanup',
] as const;

export type IdleDeps = {
  clock: Clock;
  log: Log;
  wakes: WakeListener;
  executions: ExecutionStore;
  idleSeconds: number;
  lastRequestAt: () => Date;
  exit: () => void;
};

export const createIdleExitLoop = (deps: IdleDeps): Loop =>
  createLoop({
    name: 'idle exit',
    everySeconds: Math.max(1, Math.min(10, deps.idleSeconds / 2)),
    wakes: deps.wakes,
    wakeOn: [],
    log: deps.log,
    work: async () => {
      const idleMs = deps.clock.now().getTime() - deps.lastRequestAt().getTime();
      if (idleMs < deps.idleSeconds * 1000) return 'done';
      if ((await deps.executions.listByStatus(UNFINISHED, 1)).length === 0) deps.exit();
      return 'done';
    },
  });
