/** Order statistics of a few to a few hundred measurements. */

/** The nearest rank: the smallest value that at least `percent` of all do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) throw new Error('A percentile needs one value at least.');
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] as number;
}

/** The middle one, or the mean of the middle two. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('A median needs one value at least.');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

export type Summary = { runs: number; median: number; least: number; most: number };

export const summarise = (values: readonly number[]): Summary => ({
  runs: values.length,
  median: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
});

/** Of each pair on its own, since what disturbs the machine disturbs both halves of a pair alike. */
export const ratios = (pairs: readonly { ours: number; theirs: number }[]): number[] =>
  pairs.map(({ ours, theirs }) => ours / theirs);
