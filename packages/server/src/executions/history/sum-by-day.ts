/** Quarters of an hour added up to somebody's days. */
import type { OverviewDay } from '@gauntlet/contract';

export type RollupRow = {
  since: Date;
  executions: number;
  passed: number;
  flaky: number;
  failed: number;
  infrastructure: number;
  others: number;
  tests: number;
  testsFailed: number;
  timed: number;
  durationMs: number;
  longestMs: number;
  waitedMs: number;
};

const DAY_MS = 86_400_000;
const NOTHING: Omit<RollupRow, 'since'> = {
  executions: 0,
  passed: 0,
  flaky: 0,
  failed: 0,
  infrastructure: 0,
  others: 0,
  tests: 0,
  testsFailed: 0,
  timed: 0,
  durationMs: 0,
  longestMs: 0,
  waitedMs: 0,
};

/** The date of a moment in a time zone, as 2026-03-29. */
function createDayOf(timeZone: string): (moment: Date) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (moment) => format.format(moment);
}

/** @returns one row for each of the last `days` days there, today the last; days without anything too. */
export function sumByDay(
  rows: readonly RollupRow[],
  { days, timeZone, now }: { days: number; timeZone: string; now: Date },
): OverviewDay[] {
  const dayOf = createDayOf(timeZone);
  const sums = new Map(lastDays(dayOf(now), days).map((day) => [day, NOTHING]));
  for (const row of rows) {
    const day = dayOf(row.since);
    const sum = sums.get(day);
    if (sum) sums.set(day, add(sum, row));
  }
  return [...sums].map(([day, sum]) => dayView(day, sum));
}

/** By the calendar: a day may have 23 or 25 hours. */
function lastDays(today: string, days: number): string[] {
  const last = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: days }, (_, index) =>
    new Date(last - (days - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

type Sums = typeof NOTHING;

const add = (sum: Sums, row: Sums): Sums => ({
  executions: sum.executions + row.executions,
  passed: sum.passed + row.passed,
  flaky: sum.flaky + row.flaky,
  failed: sum.failed + row.failed,
  infrastructure: sum.infrastructure + row.infrastructure,
  others: sum.others + row.others,
  tests: sum.tests + row.tests,
  testsFailed: sum.testsFailed + row.testsFailed,
  timed: sum.timed + row.timed,
  durationMs: sum.durationMs + row.durationMs,
  longestMs: Math.max(sum.longestMs, row.longestMs),
  waitedMs: sum.waitedMs + row.waitedMs,
});

function dayView(day: string, sum: Sums): OverviewDay {
  const { executions, passed, flaky, failed, infrastructure, others, tests, testsFailed, timed } = sum;
  const judged = passed + flaky + failed;
  const mean = (total: number) => (timed === 0 ? null : Math.round(total / timed));
  return {
    ...{ day, executions, passed, flaky, failed, infrastructure, others, tests, testsFailed },
    passRate: judged === 0 ? null : (passed + flaky) / judged,
    meanDurationMs: mean(sum.durationMs),
    longestMs: timed === 0 ? null : sum.longestMs,
    meanWaitMs: mean(sum.waitedMs),
  };
}
