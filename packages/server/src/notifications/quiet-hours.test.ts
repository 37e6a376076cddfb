import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietUntil } from './quiet-hours.ts';

const hours = (from: string, until: string, more = {}) => ({
  from,
  until,
  timeZone: 'Europe/Berlin',
  meanwhile: 'hold' as const,
  except: [],
  ...more,
});
const ends = (quiet: ReturnType<typeof hours>, now: string) =>
  quietUntil(quiet, new Date(now))?.toISOString() ?? null;

describe('quiet hours', () => {
  it('end on the same day, or on the next when they go over midnight', () => {
    expect(ends(hours('12:00', '13:30'), '2026-01-15T11:15:00Z')).toBe('2026-01-15T12:30:00.000Z');
    expect(ends(hours('22:00', '07:00'), '2026-01-15T21:00:00Z')).toBe('2026-01-16T06:00:00.000Z');
    expect(ends(hours('22:00', '07:00'), '2026-01-15T02:00:00Z')).toBe('2026-01-15T06:00:00.000Z');
  });

  it('begin with their first minute and are over with their last', () => {
    expect(ends(hours('22:00', '07:00'), '2026-01-15T20:59:59Z')).toBeNull();
    expect(ends(hours('22:00', '07:00'), '2026-01-15T06:00:00Z')).toBeNull();
    expect(ends(hours('12:00', '13:30'), '2026-01-15T10:59:00Z')).toBeNull();
  });

  it('of certain days are of the day on which they begin', () => {
    const friday = hours('22:00', '07:00', { days: ['fri'] });
    expect(ends(friday, '2026-01-16T22:00:00Z')).toBe('2026-01-17T06:00:00.000Z');
    expect(ends(friday, '2026-01-17T03:00:00Z')).toBe('2026-01-17T06:00:00.000Z');
    expect(ends(friday, '2026-01-16T03:00:00Z')).toBeNull();
  });

  it('last all day where they end when they begin', () => {
    expect(ends(hours('08:00', '08:00'), '2026-01-15T12:00:00Z')).toBe('2026-01-16T07:00:00.000Z');
  });

  it('end by the wall clock also in nights in which it is changed', () => {
    expect(ends(hours('22:00', '07:00'), '2026-03-28T22:00:00Z')).toBe('2026-03-29T05:00:00.000Z');
    expect(ends(hours('22:00', '07:00'), '2026-10-24T21:00:00Z')).toBe('2026-10-25T06:00:00.000Z');
  });

  it('that end in the hour that is left out end when the clock goes on', () => {
    const end = ends(hours('22:00', '02:30'), '2026-03-28T23:00:00Z');
    expect(end).toBe('2026-03-29T01:30:00.000Z'); // 03:30, an hour of clock after 02:30, which there was not
  });

  it('always end after the moment that is asked about, and within a day and an hour', () =>
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2025-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        fc.nat(1439),
        fc.nat(1439),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC'),
        (now, from, until, timeZone) => {
          const time = (minutes: number) =>
            `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
          const end = quietUntil(hours(time(from), time(until), { timeZone }), now);
          if (end === null) return;
          expect(end.getTime()).toBeGreaterThan(now.getTime());
          expect(end.getTime() - now.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        },
      ),
    ));
});
