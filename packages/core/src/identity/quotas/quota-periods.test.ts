import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodOf } from './quota-periods.ts';

const spanOf = (period: 'hour' | 'day' | 'week' | 'month', at: string) => {
  const span = periodOf(period, new Date(at));
  return span && [span.began.toISOString(), span.ends.toISOString()];
};

describe('a period', () => {
  it.each([
    ['month', '2026-02-28T23:59:59.999Z', '2026-02-01', '2026-03-01'], // 28 days
    ['month', '2028-02-28T23:59:59.999Z', '2028-02-01', '2028-03-01'], // a leap year has one day more
    ['month', '2028-02-29T23:59:59.999Z', '2028-02-01', '2028-03-01'],
    ['month', '2100-02-28T23:59:59.999Z', '2100-02-01', '2100-03-01'], // divisible by four, and no leap year
    ['month', '2026-03-01T00:00:00.000Z', '2026-03-01', '2026-04-01'],
    ['month', '2026-12-31T23:59:59.999Z', '2026-12-01', '2027-01-01'],
    ['month', '2026-01-31T12:00:00.000Z', '2026-01-01', '2026-02-01'], // not the 3rd of March
    ['week', '2026-03-01T23:59:59.999Z', '2026-02-23', '2026-03-02'], // a Sunday belongs to the Monday before
    ['week', '2026-03-02T00:00:00.000Z', '2026-03-02', '2026-03-09'],
    ['week', '2027-01-01T00:00:00.000Z', '2026-12-28', '2027-01-04'], // over the end of a year
    ['day', '2028-02-29T23:59:59.999Z', '2028-02-29', '2028-03-01'],
    ['day', '2026-03-29T02:30:00.000Z', '2026-03-29', '2026-03-30'], // clocks change in places, not in UTC
  ] as const)('%s of %s is from %s to %s', (period, at, began, ends) => {
    expect(spanOf(period, at)).toEqual([`${began}T00:00:00.000Z`, `${ends}T00:00:00.000Z`]);
  });

  it('hour ends on the hour, to the last millisecond', () => {
    expect(spanOf('hour', '2026-12-31T23:59:59.999Z')).toEqual([
      '2026-12-31T23:00:00.000Z',
      '2027-01-01T00:00:00.000Z',
    ]);
    expect(spanOf('hour', '2027-01-01T00:00:00.000Z')?.[0]).toBe('2027-01-01T00:00:00.000Z');
  });

  it('holds its moment, and the next begins where it ends', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('hour', 'day', 'week', 'month'),
        fc.date({ min: new Date('1960-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
        (period, now) => {
          const span = periodOf(period, now);
          if (!span) throw new Error('it has a period');
          expect(span.began <= now && now < span.ends).toBe(true);
          expect(periodOf(period, span.ends)?.began).toEqual(span.ends);
          expect(periodOf(period, new Date(span.ends.getTime() - 1))).toEqual(span);
          if (period === 'week') expect(span.began.getUTCDay()).toBe(1);
        },
      ),
    ));

  it('is none for what counts at one moment', () => {
    expect(periodOf('none', new Date())).toBeNull();
  });
});
