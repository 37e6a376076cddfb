import { describe, expect, it } from 'vitest';
import { judgeRefresh } from './judge-refresh.ts';

const NOW = new Date('2026-01-01T00:00:30Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);

describe('a refresh token', () => {
  it('is good until it is used', () => {
    expect(judgeRefresh({ usedAt: null, successorUsedAt: null }, NOW)).toBe('good');
  });

  it('is a twin for less than ten seconds, and only while its successor is unused', () => {
    expect(judgeRefresh({ usedAt: ago(0), successorUsedAt: null }, NOW)).toBe('twin');
    expect(judgeRefresh({ usedAt: ago(9.999), successorUsedAt: null }, NOW)).toBe('twin');
    expect(judgeRefresh({ usedAt: ago(10), successorUsedAt: null }, NOW)).toBe('stolen');
    expect(judgeRefresh({ usedAt: ago(5), successorUsedAt: ago(2) }, NOW)).toBe('stolen');
  });
});
