import { expect, it } from 'vitest';
import { formatAmount, shareOf } from './amounts.ts';

it('amounts are told in units that people use', () => {
  expect(formatAmount(1500, 'millicpu')).toBe('1.5 CPU');
  expect(formatAmount(512, 'MiB')).toBe('512 MiB');
  expect(formatAmount(10_240, 'MiB')).toBe('10 GiB');
  expect(formatAmount(0.5, 'MiB')).toBe('524 kB');
  expect(formatAmount(0, 'MiB')).toBe('0 MiB');
  expect(formatAmount(12_000, 'executions')).toBe('12,000');
});

it('without a limit there is no share, and of a limit of nothing all is used', () => {
  expect(shareOf(5, null)).toBeNull();
  expect(shareOf(0, 0)).toBe(1);
  expect(shareOf(1, 4)).toBe(0.25);
});
