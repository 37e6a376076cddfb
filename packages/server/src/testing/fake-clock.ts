import type { Clock } from '../kernel/clock.ts';

/** A clock that stands still until it is moved. */
export type FakeClock = Clock & { moveBy(seconds: number): void };

export function createFakeClock(start = new Date()): FakeClock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    moveBy: (seconds) => {
      now += seconds * 1000;
    },
  };
}
