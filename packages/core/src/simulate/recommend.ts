/** Which parallelism to take, by a sweep. */
import type { SweepRow } from './sweep-parallelism.ts';

export type Recommendation = {
  /** The smallest whose median makespan is within `within` of the best. */
  parallelism: number;
  /** Of the rows that count, the one with the best median makespan; the smallest such. */
  best: number;
  within: number;
  /** Where the curve bends most: more groups than this bring less and less. The best, where it does not bend. */
  knee: number;
};

/** Less than this between two shares is chance, in a few hundred simulations. */
const AS_SURE = 0.02;

/**
 * Only rows that complete about as surely as the surest one count. Null: none ever completed.
 * @param within share of the best makespan: 0.1 for ten percent
 */
export function recommendParallelism(rows: readonly SweepRow[], within: number): Recommendation | null {
  const surest = rows.reduce((most, { outcomes }) => Math.max(most, outcomes.completed), 0);
  const points = rows
    .flatMap(({ parallelism, makespanMs, outcomes }) =>
      makespanMs && outcomes.completed >= surest - AS_SURE
        ? [{ parallelism, makespanMs: makespanMs.median }]
        : [],
    )
    .sort((a, b) => a.parallelism - b.parallelism);
  const [first] = points;
  if (!first) return null;
  const best = points.reduce((least, point) => (point.makespanMs < least.makespanMs ? point : least), first);
  const enough = points.find(({ makespanMs }) => makespanMs <= best.makespanMs * (1 + within)) ?? best;
  return { parallelism: enough.parallelism, best: best.parallelism, within, knee: kneeOf(points, best) };
}

type Point = { parallelism: number; makespanMs: number };

/** Kneedle (Satopää et al. 2011) of a falling curve, up to its lowest point, parallelism on a logarithmic scale. */
function kneeOf(points: readonly Point[], best: Point): number {
  const falling = points.filter(({ parallelism }) => parallelism <= best.parallelism);
  const [first] = falling;
  if (!first || first.makespanMs === best.makespanMs) return best.parallelism;
  const distance = ({ parallelism, makespanMs }: Point) => {
    const along = Math.log(parallelism / first.parallelism) / Math.log(best.parallelism / first.parallelism);
    return (first.makespanMs - makespanMs) / (first.makespanMs - best.makespanMs) - along;
  };
  return falling.reduce((knee, point) => (distance(point) > distance(knee) ? point : knee), best).parallelism;
}

/** Doubling from 1 to what makes sense at most: not more groups than units, or than have room at once. */
export function parallelismsToTry(units: number, room: number, most: number): number[] {
  const last = Math.max(1, Math.min(units, room, most));
  const doubled: number[] = [];
  for (let count = 1; count < last; count *= 2) doubled.push(count);
  return [...doubled, last];
}
