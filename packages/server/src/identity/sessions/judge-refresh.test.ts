import { describe, expect, it } from 'vitest';
import { judgeRefresh } from './judge-refresh.ts';

const NOW = new Date('2026-01-01T00:00:30Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);

describe('a refresh token', () => {
  it('is good until it is used, or another was used in its stead', () => {
    expect(judgeRefresh({ usedAt: null, outrunBy: null }, NOW)).toBe('good');
    expect(judgeRefresh({ usedAt: null, outrunBy: 'sibling' }, NOW)).toBe('stolen');
  });

  it('is a twin for less than ten seconds, and only while no successor is used', () => {
    expect(judgeRefresh({ usedAt: ago(0), outrunBy: null }, NOW)).toBe('twin');
    expect(judgeRefresh({ usedAt: ago(9.999), outrunBy: null }, NOW)).toBe('twin');
    expect(judgeRefresh({ usedAt: ago(10), outrunBy: null }, NOW)).toBe('stolen');
    expect(judgeRefresh({ usedAt: ago(5), outrunBy: 'successor' }, NOW)).toBe('stolen');
  });
});
