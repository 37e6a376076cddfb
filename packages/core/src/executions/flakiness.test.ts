import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureFlakiness, wilsonInterval } from './flakiness.ts';

const content = (passed: number, failed: number, flaky = 0) => ({ passed, failed, flaky });

describe('the interval of a proportion', () => {
  // Known values, to four places.
  it.each([
    [1, 10, 0.0179, 0.4042],
    [5, 10, 0.2366, 0.7634],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [2, 100, 0.0055, 0.07],
  ])('of %i in %i is known', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('says nothing without trials', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('holds the proportion, stays within 0 and 1, and narrows with more of the same', () => {
    const some = fc.integer({ min: 1, max: 5000 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)));
    fc.assert(
      fc.property(some, ([successes, trials]) => {
        const { low, high } = wilsonInterval(successes, trials);
        const share = successes / trials;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(share);
        expect(high).toBeGreaterThanOrEqual(share);
        const more = wilsonInterval(successes * 4, trials * 4);
        expect(more.high - more.low).toBeLessThan(high - low);
      }),
    );
  });
});

describe('flakiness', () => {
  it('is both outcomes of one content: its failures count, and those of other content do not', () => {
    const measured = measureFlakiness([content(3, 1), content(0, 4), content(12, 0)]);
    expect(measured).toMatchObject({ runs: 20, flakyRuns: 1, rate: 0.05 });
  });

  it('counts a run that passed only on a retry, and the failures of its content', () => {
    expect(measureFlakiness([content(0, 2, 1)])).toMatchObject({ runs: 3, flakyRuns: 3 });
    expect(measureFlakiness([content(4, 0, 1)])).toMatchObject({ runs: 5, flakyRuns: 1 });
  });

  it('is not there for what always fails, always passes, or never ran', () => {
    const some = fc.array(fc.tuple(fc.nat(9), fc.boolean()), { maxLength: 20 });
    fc.assert(
      fc.property(some, (runs) => {
        const contents = runs.map(([count, passes]) => (passes ? content(count, 0) : content(0, count)));
        expect(measureFlakiness(contents)).toMatchObject({ flakyRuns: 0, rate: 0, low: 0 });
      }),
    );
  });
});
