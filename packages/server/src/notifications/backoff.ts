/** Pure: when a delivery that failed is tried again, and when it is given up. */
import { secondsAfter } from '../kernel/clock.ts';

/** About a day and a half, at the usual pace. */
export const MOST_ATTEMPTS = 24;
const FIRST_SECONDS = 5;
const LONGEST_SECONDS = 4 * 3600;
/** A receiver that says "in a year" is asked again all the same. */
const LONGEST_ASKED_SECONDS = 24 * 3600;
/** A channel that does not answer is left alone, but never as long as its oldest message. */
const LONGEST_REST_SECONDS = 300;

/**
 * Doubles from five seconds to four hours, the second half of it by chance, so that what failed together does
 * not come back together. What the receiver asked for is the least.
 *
 * @param attempts that were made, 1 or more
 * @param chance from 0 to 1
 */
export function nextAttemptAt(now: Date, attempts: number, chance: number, retryAfterSeconds = 0): Date {
  const full = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** Math.min(attempts - 1, 20));
  const asked = Math.min(retryAfterSeconds, LONGEST_ASKED_SECONDS);
  return secondsAfter(
    now,
    Math.max(full / 2 + (full / 2) * chance, asked + Math.min(5, asked * 0.1) * chance),
  );
}

/** Of a whole channel, after so many failures in a row: nothing else of it is tried before. */
export function restUntil(now: Date, failures: number, retryAfterSeconds = 0): Date {
  const own = Math.min(LONGEST_REST_SECONDS, 2 ** Math.min(failures, 20));
  return secondsAfter(now, Math.max(own, Math.min(retryAfterSeconds, LONGEST_ASKED_SECONDS)));
}
