/** How many passwords may be tried. */

const ATTEMPT_WINDOW_SECONDS = 15 * 60;
/** Of one user name from one address. */
const MOST_PER_ACCOUNT = 10;
/** Of all user names from one address. */
const MOST_PER_ADDRESS = 30;

export type Attempt = { accountHash: string; attemptedAt: Date };

/** From when on attempts count. */
export const attemptsSince = (now: Date) => new Date(now.getTime() - ATTEMPT_WINDOW_SECONDS * 1000);

/** @param earlier those of the address in the window. @returns seconds to wait; null: try. */
export function judgeAttempts(earlier: readonly Attempt[], accountHash: string, now: Date): number | null {
  const ofAccount = earlier.filter((attempt) => attempt.accountHash === accountHash);
  const wait = Math.max(waitFor(ofAccount, MOST_PER_ACCOUNT, now), waitFor(earlier, MOST_PER_ADDRESS, now));
  return wait === 0 ? null : wait;
}

/** Until so many have left the window that there is room for one more. */
function waitFor(attempts: readonly Attempt[], most: number, now: Date): number {
  const times = attempts.map(({ attemptedAt }) => attemptedAt.getTime()).toSorted((a, b) => a - b);
  const leaves = times.at(-most);
  if (leaves === undefined) return 0;
  return Math.max(1, Math.ceil((leaves - attemptsSince(now).getTime()) / 1000));
}
