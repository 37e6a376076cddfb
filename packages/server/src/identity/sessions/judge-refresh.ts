import type { RefreshTokenUse } from './ports.ts';

/** Two tabs that refresh at once: the second comes with what the first has just used up. */
export const TWIN_SECONDS = 10;

/**
 * `good`: the last of its chain. `twin`: used a moment ago, and what replaced it was not. `stolen`: used
 * before, by somebody; nobody can say who of the two is the owner.
 */
export function judgeRefresh(
  { usedAt, successorUsedAt }: RefreshTokenUse,
  now: Date,
): 'good' | 'twin' | 'stolen' {
  if (usedAt === null) return 'good';
  const agoMs = now.getTime() - usedAt.getTime();
  return successorUsedAt === null && agoMs < TWIN_SECONDS * 1000 ? 'twin' : 'stolen';
}
