import { describe, expect, it } from 'vitest';
import { type RollupRow, sumByDay } from './sum-by-day.ts';

const row = (since: string, part: Partial<RollupRow> = {}): RollupRow => ({
  since: new Date(since),
  executions: 1,
  passed: 1,
  flaky: 0,
  failed: 0,
  infrastructure: 0,
  others: 0,
  tests: 10,
  testsFailed: 0,
  timed: 1,
  durationMs: 1000,
  longestMs: 1000,
  waitedMs: 10,
  ...part,
});
const NOW = new Date('2026-03-30T10:00:00Z');

describe('the days of an overview', () => {
  it('are those of the time zone, through the change of its clocks', () => {
    const rows = [
      row('2026-03-28T22:45:00Z'), // 23:45 on the 28th in Berlin
      row('2026-03-28T23:00:00Z'), // midnight: the 29th, a day of 23 hours
      row('2026-03-29T21:45:00Z'), // 23:45 on the 29th, in summer time
      row('2026-03-29T22:00:00Z'), // the 30th
    ];
    const days = sumByDay(rows, { days: 3, timeZone: 'Europe/Berlin', now: NOW });
    expect(days.map(({ day, executions }) => [day, executions])).toEqual([
      ['2026-03-28', 1],
      ['2026-03-29', 2],
      ['2026-03-30', 1],
    ]);
    const utc = sumByDay(rows, { days: 3, timeZone: 'UTC', now: NOW });
    expect(utc.map(({ executions }) => executions)).toEqual([2, 2, 0]);
  });

  it('can be off by quarters of an hour', () => {
    const rows = [row('2026-03-29T18:15:00Z'), row('2026-03-29T18:00:00Z')]; // Kathmandu is 5:45 ahead
    const days = sumByDay(rows, { days: 2, timeZone: 'Asia/Kathmandu', now: NOW });
    expect(days.map(({ executions }) => executions)).toEqual([1, 1]);
  });

  it('are there without anything in them, and say nothing they do not know', () => {
    const days = sumByDay([], { days: 14, timeZone: 'UTC', now: NOW });
    expect(days).toHaveLength(14);
    expect(days[0]).toMatchObject({ day: '2026-03-17', executions: 0, passRate: null, meanDurationMs: null });
  });

  it('have a pass rate of what was judged, and means of what ran', () => {
    const rows = [
      row('2026-03-30T01:00:00Z', {
        executions: 4,
        passed: 2,
        flaky: 1,
        failed: 1,
        timed: 4,
        durationMs: 8000,
      }),
      row('2026-03-30T02:00:00Z', { passed: 0, infrastructure: 1, durationMs: 12_000, longestMs: 12_000 }),
      row('2026-03-30T03:00:00Z', {
        passed: 0,
        others: 1,
        timed: 0,
        durationMs: 0,
        longestMs: 0,
        waitedMs: 0,
      }),
    ];
    const [day] = sumByDay(rows, { days: 1, timeZone: 'UTC', now: NOW });
    expect(day).toMatchObject({
      executions: 6,
      passRate: 0.75,
      meanDurationMs: 4000,
      longestMs: 12_000,
      meanWaitMs: 4,
    });
  });
});
