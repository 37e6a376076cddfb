/** When a quota's period begins and ends: by the calendar, in UTC, the same for every server and member of a team. */
import type { QuotaPeriod } from '@gauntlet/contract';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 1970-01-01 was a Thursday: weeks begin on Mondays (ISO 8601). */
const FIRST_MONDAY_MS = -3 * DAY_MS;

/** Null for what counts at one moment. The end is the beginning of the next: no moment is in none or in two. */
export function periodOf(period: QuotaPeriod, now: Date): { began: Date; ends: Date } | null {
  if (period === 'none') return null;
  if (period === 'month') return monthOf(now);
  const [length, from] = SPANS[period];
  const began = from + Math.floor((now.getTime() - from) / length) * length;
  return { began: new Date(began), ends: new Date(began + length) };
}

/** UTC has no daylight saving: hours, days and weeks are always as long. */
const SPANS = {
  hour: [HOUR_MS, 0],
  day: [DAY_MS, 0],
  week: [7 * DAY_MS, FIRST_MONDAY_MS],
} as const;

function monthOf(now: Date): { began: Date; ends: Date } {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return { began: new Date(Date.UTC(year, month)), ends: new Date(Date.UTC(year, month + 1)) };
}
