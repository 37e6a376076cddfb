import { describe, expect, it } from 'vitest';
import { median, percentile, ratios, summarise } from './statistics.ts';

describe('order statistics', () => {
  it('take the nearest rank for a percentile', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 50)).toBe(50);
    expect(percentile(hundred, 99)).toBe(99);
    expect(percentile(hundred, 100)).toBe(100);
    expect(percentile([7], 50)).toBe(7);
  });

  it('take the mean of the middle two for a median of an even number', () => {
    expect(median([4, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('refuse to make something of nothing', () => {
    expect(() => median([])).toThrow('one value');
    expect(() => percentile([], 50)).toThrow('one value');
  });

  it('keep the extremes beside the median', () => {
    expect(summarise([3, 1, 2])).toEqual({ runs: 3, median: 2, least: 1, most: 3 });
  });

  it('compare the halves of each pair, not the pairs with each other', () => {
    const pairs = [
      { ours: 2, theirs: 1 },
      { ours: 30, theirs: 10 },
    ];
    expect(ratios(pairs)).toEqual([2, 3]);
  });
});
