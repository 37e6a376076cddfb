import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeNumber } from './redis-order.ts';

const place = fc.record({
  priority: fc.integer({ min: 0, max: 100 }),
  arrival: fc.integer({ min: 1, max: 2 ** 44 - 1 }),
});

it('a number says of any two places which is before the other, as priority and arrival do', () => {
  fc.assert(
    fc.property(place, place, (one, other) => {
      const before =
        one.priority === other.priority ? one.arrival < other.arrival : one.priority > other.priority;
      expect(placeNumber(one) < placeNumber(other)).toBe(before);
      expect(Number.isSafeInteger(placeNumber(one))).toBe(true);
    }),
  );
});
