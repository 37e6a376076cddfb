import type { RefreshTokenUse } from './ports.ts';

/** Two tabs that refresh at once: the second comes with what the first has just used up. */
const TWIN_SECONDS = 10;

/**
 * `good`: the last of its chain. `twin`: used a moment ago, and nothing that replaced it was: it is given
 * another successor, since the answer with the first may be the one that the browser threw away. `stolen`:
 * used before, by somebody; nobody can say who of the two is the owner.
 */
export function judgeRefresh({ usedAt, outrunBy }: RefreshTokenUse, now: Date): 'good' | 'twin' | 'stolen' {
  if (outrunBy !== null) return 'stolen';
  if (usedAt === null) return 'good';
  return now.getTime() - usedAt.getTime() < TWIN_SECONDS * 1000 ? 'twin' : 'stolen';
}
