import type { TestDefinition } from '@gauntlet/contract';
import { secondsAfter } from '../../kernel/clock.ts';

/** When the last attempt of an execution has ended at the latest: it waits, runs and backs off as long as it may. */
export function neededUntil({ timeouts, retries }: TestDefinition, now: Date): Date {
  const attempts = retries.attempts + 1;
  const backoffs = retries.backoffSeconds * (2 ** retries.attempts - 1); // each twice the last
  return secondsAfter(now, (timeouts.queueSeconds + timeouts.runSeconds) * attempts + backoffs);
}
