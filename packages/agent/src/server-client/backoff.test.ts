import { describe, expect, it } from 'vitest';
import { backoffMs, retryAfterMs } from './backoff.ts';

describe('waiting before the next try', () => {
  it('grows from a tenth of a second to five, half of it chance', () => {
    expect([0, 1, 2, 5, 6, 50].map((failures) => backoffMs(failures, () => 1))).toEqual([
      100, 200, 400, 3200, 5000, 5000,
    ]);
    expect(backoffMs(1, () => 0)).toBe(100);
  });

  it('follows Retry-After in seconds and as a date, up to a minute', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(retryAfterMs('2', now)).toBe(2000);
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:03 GMT', now)).toBe(3000);
    expect(retryAfterMs('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
    expect(retryAfterMs('86400', now)).toBe(60_000);
  });

  it('does not follow what it cannot read', () => {
    expect(retryAfterMs(undefined, 0)).toBeNull();
    expect(retryAfterMs('soon', 0)).toBeNull();
    expect(retryAfterMs('', 0)).toBeNull();
  });
});
