import { expect, test } from 'vitest';
import { clockText, countText, durationText, leftText, sizeText } from './amounts.ts';
import { exactMomentText, momentText } from './moments.ts';

test.each([
  [0, '0.00s'],
  [420, '0.42s'],
  [3_120, '3.1s'],
  [59_960, '1m 00s'],
  [80_000, '1m 20s'],
  [7_500_000, '2h 05m'],
])('%i ms is %s', (ms, text) => expect(durationText(ms)).toBe(text));

test('a clock runs in whole seconds', () => {
  expect([0, 7_900, 760_000, 3_723_000].map(clockText)).toEqual(['0:00', '0:07', '12:40', '1:02:03']);
});

test('time left is coarse enough not to flicker', () => {
  expect([200, 7_300, 61_000, 119_000, 700_000].map(leftText)).toEqual([
    '~1s left',
    '~8s left',
    '~1m 10s left',
    '~2m left',
    '~12m left',
  ]);
});

test('sizes and counts are short', () => {
  expect([0, 812, 1_234, 999_900, 65_000_000].map(sizeText)).toEqual([
    '0 B',
    '812 B',
    '1.2 kB',
    '1.0 MB',
    '65.0 MB',
  ]);
  expect([countText(1, 'test'), countText(1_200, 'test')]).toEqual(['1 test', '1,200 tests']);
});

test('near moments are relative, far ones are dates, and UTC is exact', () => {
  const now = Date.parse('2026-11-12T14:00:00Z');
  const at = (iso: string) => momentText(iso, now);
  expect(at('2026-11-12T13:59:58Z')).toBe('just now');
  expect(at('2026-11-12T13:57:00Z')).toBe('3m ago');
  expect(at('2026-11-12T09:00:00Z')).toBe('5h ago');
  expect(at('2026-11-14T15:00:00Z')).toBe('in 2d');
  expect(at('2024-11-12T09:00:00Z')).toBe('12 Nov 2024');
  expect(momentText('2026-11-01T09:05:00Z', now, 'utc')).toBe('2026-11-01 09:05Z');
  expect(exactMomentText('2026-11-01T09:05:00Z', 'utc')).toBe('2026-11-01T09:05:00.000Z');
  expect(at('not a time')).toBe('not a time');
});
