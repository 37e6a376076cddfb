/** The last days without gaps, for those of the answer are only the days on which something was seen. */
export type SeenDay = { day: string; occurrences: number; executions: number };

const DAY_MS = 86_400_000;
const DAYS = 30;

/** Days are those of UTC, as the server counts them. */
export function lastDays(seen: readonly SeenDay[], now: number, days = DAYS): SeenDay[] {
  const known = new Map(seen.map((one) => [one.day, one]));
  return Array.from({ length: days }, (_, index) => {
    const day = new Date(now - (days - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return known.get(day) ?? { day, occurrences: 0, executions: 0 };
  });
}

/** In percent of the highest; what was seen at all is never without a bar. */
export const heightOf = (occurrences: number, most: number): number =>
  occurrences === 0 ? 0 : Math.max(6, Math.round((occurrences / most) * 100));
