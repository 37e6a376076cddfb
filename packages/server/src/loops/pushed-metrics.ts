/** Removes what agents that are over have pushed. Several servers may do so at once: what is gone is gone. */
import type { Log } from '../kernel/log.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

export type PushedMetrics = {
  /** Of agents that have not pushed for so long. @returns of how many */
  removeOlderThan(seconds: number): Promise<number>;
  /** Long enough for Prometheus to have scraped the last of it. */
  keepSeconds: number;
};

const MOST_SECONDS = 60;

export const createPushedMetricsLoop = (
  { wakes, log }: { wakes: WakeListener; log: Log },
  { removeOlderThan, keepSeconds }: PushedMetrics,
): Loop =>
  createLoop({
    name: 'pushed metrics',
    everySeconds: Math.min(MOST_SECONDS, Math.ceil(keepSeconds / 4)),
    wakes,
    wakeOn: [],
    log,
    work: async () => {
      await removeOlderThan(keepSeconds);
      return 'done';
    },
  });
