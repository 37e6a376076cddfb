import { describe, expect, it } from 'vitest';
import { newUserCode, readUserCode } from './user-code.ts';

describe('user codes', () => {
  it('are eight letters without vowels and look-alike digits, each as likely as the others', () => {
    const counts = new Map<string, number>();
    for (let made = 0; made < 5000; made += 1) {
      const code = newUserCode();
      expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
      for (const letter of code.replace('-', '')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect(counts.size).toBe(20);
    // 2000 of each are expected; this far off is one in more than a million.
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(300);
  });

  it('are read in whatever way they are typed, and nothing else is', () => {
    for (const typed of ['BCDF-GHJK', 'bcdfghjk', ' bcdf ghjk', 'B-C-D-F-G-H-J-K'])
      expect(readUserCode(typed)).toBe('BCDF-GHJK');
    for (const typed of ['', 'BCDF-GHJ', 'BCDF-GHJKL', 'ACDF-GHJK', 'BCDF-GH1K', 'ﬀCDFGHJK'])
      expect(readUserCode(typed)).toBeNull();
  });
});
