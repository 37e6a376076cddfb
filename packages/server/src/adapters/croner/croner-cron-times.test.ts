import { describe, expect, it } from 'vitest';
import { createCronerCronTimes } from './croner-cron-times.ts';

const times = createCronerCronTimes();
const berlin = (cron: string) => ({ cron, timeZone: 'Europe/Berlin' });
const after = (cron: string, moment: string, count = 3) =>
  times.after(berlin(cron), new Date(moment), count).map((at) => at.toISOString());

describe('where clocks go forward', () => {
  it('a time that is not there is that of the end of the gap, once', () => {
    expect(after('30 2 * * *', '2026-03-28T12:00:00Z')).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
      '2026-03-31T00:30:00.000Z',
    ]);
  });

  it('every hour is every hour', () => {
    expect(after('30 * * * *', '2026-03-29T00:00:00Z')).toEqual([
      '2026-03-29T00:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-29T02:30:00.000Z',
    ]);
  });
});

describe('where clocks go back', () => {
  it('a time that is there twice is the first of the two, once', () => {
    expect(after('30 2 * * *', '2026-10-24T12:00:00Z')).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
      '2026-10-27T01:30:00.000Z',
    ]);
  });

  it('every hour is every hour', () => {
    expect(after('30 * * * *', '2026-10-24T23:45:00Z')).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:30:00.000Z',
      '2026-10-25T02:30:00.000Z',
    ]);
  });
});

describe('the times up to a moment', () => {
  it('are the last ones in order, the moment itself included', () => {
    const moment = new Date('2026-10-26T02:30:00.000Z');
    const rule = { cron: '30 2 * * *', timeZone: 'UTC' };
    expect(times.upTo(rule, moment, 2)).toEqual([new Date('2026-10-25T02:30:00.000Z'), moment]);
    expect(times.after(rule, moment, 1)).toEqual([new Date('2026-10-27T02:30:00.000Z')]);
    expect(times.upTo(rule, new Date(moment.getTime() - 1), 1)).toEqual([
      new Date('2026-10-25T02:30:00.000Z'),
    ]);
  });
});

it.each(['* * * * *', '0 9 * * 1-5', '*/15 8-18 * * mon', '@daily', '@hourly'])(
  '%j is an expression',
  (cron) => {
    expect(times.check(berlin(cron))).toEqual({ ok: true, value: null });
  },
);

it.each(['', 'daily', '* * * *', '* * * * * *', '60 * * * *', '@reboot', '2027-01-01T00:00:00', '0 0 1 1 8'])(
  '%j is none',
  (cron) => {
    expect(times.check(berlin(cron))).toMatchObject({ ok: false, error: { field: 'cron' } });
  },
);
