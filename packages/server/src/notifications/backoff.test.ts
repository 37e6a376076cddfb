import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_ATTEMPTS, nextAttemptAt, restUntil } from './backoff.ts';

const NOW = new Date('2026-01-15T12:00:00Z');
const seconds = (moment: Date) => (moment.getTime() - NOW.getTime()) / 1000;

describe('a delivery that failed', () => {
  it('waits twice as long each time, half of it by chance, four hours at most', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, chance) => {
          const full = Math.min(4 * 3600, 5 * 2 ** (attempts - 1));
          const waits = seconds(nextAttemptAt(NOW, attempts, chance));
          expect(waits).toBeGreaterThanOrEqual(full / 2 - 0.001);
          expect(waits).toBeLessThanOrEqual(full + 0.001);
        },
      ),
    ));

  it('waits at least as long as the receiver asks, a day at most', () => {
    expect(seconds(nextAttemptAt(NOW, 1, 0, 90))).toBe(90);
    expect(seconds(nextAttemptAt(NOW, 1, 1, 10 ** 9))).toBeLessThanOrEqual(86_405);
  });

  it('is given up after a day or two', () => {
    const waits = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, index) =>
      seconds(nextAttemptAt(NOW, index + 1, 0.5)),
    );
    const days = waits.reduce((sum, each) => sum + each, 0) / 86_400;
    expect(days).toBeGreaterThan(0.5);
    expect(days).toBeLessThan(3);
  });
});

it('a channel rests longer the more of it failed, five minutes at most, or as its receiver asks', () => {
  expect([1, 2, 3, 30].map((failures) => seconds(restUntil(NOW, failures)))).toEqual([2, 4, 8, 300]);
  expect(seconds(restUntil(NOW, 1, 3600))).toBe(3600);
});
