import type { TestDefinition, Verdict } from '@gauntlet/contract';

export type RetryDecision =
  | { retry: 'no' }
  | { retry: 'yes'; afterSeconds: number; scope: 'failed-units' | 'execution' };

/** Groups lost in one attempt after which the machine, not the luck, is to blame. */
const MOST_LOSSES = 3;
/** A node that goes takes several pods along, and is one piece of bad luck: so many of all may be lost. */
const MOST_PODS_LOST = 1 / 4;
/** Spot nodes are taken away every day; a run that never gets on has to end nevertheless. */
const MOST_INTERRUPTIONS = 20;
const MOST_INTERRUPTIONS_EACH = 3;

/** `interruptions`: their places were taken away; they are none of `losses`. */
export type LossCount = { losses: number; interruptions: number };

/** Of one attempt: whether it ends rather than give another group the place of the one that was lost last. */
export function tooManyLosses(
  { runsOn, parallelism }: { runsOn: 'local' | 'kubernetes'; parallelism: number },
  { losses, interruptions }: LossCount,
): boolean {
  const most = runsOn === 'local' ? MOST_LOSSES : Math.max(MOST_LOSSES, parallelism * MOST_PODS_LOST);
  return losses > most || interruptions > Math.max(MOST_INTERRUPTIONS, parallelism * MOST_INTERRUPTIONS_EACH);
}

const WORTH_A_RETRY: ReadonlySet<Verdict> = new Set<Verdict>(['failed', 'infrastructure', 'timeout']);

/**
 * Whether a failed attempt is tried again. `attempt` counts from 0. The wait doubles each time.
 * A timeout is tried again as a whole: what did not come to its end has no failed units to name.
 */
export function decideRetry(
  verdict: Verdict,
  attempt: number,
  retries: TestDefinition['retries'],
): RetryDecision {
  if (!WORTH_A_RETRY.has(verdict) || attempt >= retries.attempts) return { retry: 'no' };
  return { retry: 'yes', afterSeconds: retries.backoffSeconds * 2 ** attempt, scope: retries.scope };
}
