import type { TestDefinition, Verdict } from '@gauntlet/contract';

export type RetryDecision =
  | { retry: 'no' }
  | { retry: 'yes'; afterSeconds: number; scope: 'failed-units' | 'execution' };

/** Groups lost in one attempt after which the machine, not the luck, is to blame. */
export const MOST_LOSSES = 3;

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
