import { describe, expect, it } from 'vitest';
import { judgeAttempts } from './judge-attempts.ts';

const NOW = new Date('2026-01-01T01:00:00Z');
const tried = (account: string, secondsAgo: readonly number[]) =>
  secondsAgo.map((seconds) => ({
    accountHash: account,
    attemptedAt: new Date(NOW.getTime() - seconds * 1000),
  }));
const each = (count: number) => Array.from({ length: count }, (_, index) => 800 - index);

describe('attempts to sign in', () => {
  it('are ten for one user name from one address; the next waits until the first is forgotten', () => {
    expect(judgeAttempts(tried('ada', each(9)), 'ada', NOW)).toBeNull();
    expect(judgeAttempts(tried('ada', each(10)), 'ada', NOW)).toBe(100);
    expect(judgeAttempts(tried('ada', each(12)), 'ada', NOW)).toBe(102);
    expect(judgeAttempts(tried('ada', each(10)), 'bob', NOW)).toBeNull();
  });

  it('are thirty for one address, whatever the user name', () => {
    const names = each(30).map((seconds, index) => tried(`user ${index}`, [seconds]));
    expect(judgeAttempts(names.flat().slice(1), 'new', NOW)).toBeNull();
    expect(judgeAttempts(names.flat(), 'new', NOW)).toBe(100);
  });
});
