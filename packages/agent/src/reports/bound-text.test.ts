import { describe, expect, it } from 'vitest';
import { boundName, boundText, cleanText } from './bound-text.ts';

describe('text out of a report', () => {
  it('loses terminal escapes and shows other control characters', () => {
    expect(cleanText('\u001b[31mred\u001b[0m a\u0000b\u0007c\u007f\td\r\n')).toBe('red a␀b␇c␡\td\r\n');
    expect(cleanText('␛[31mred␛[0m')).toBe('red');
  });

  it('holds no lone surrogate, which PostgreSQL would refuse', () => {
    expect(cleanText('a\ud800b')).toBe('a\ufffdb');
    expect(cleanText('a😀b')).toBe('a😀b');
  });

  it('is cut at the limit in bytes, never inside a character, and says so', () => {
    const cut = boundText('ä'.repeat(100), 51);
    expect(cut).toBe(`${'ä'.repeat(25)}\n[cut: longer than 51 bytes]`);
    expect(boundText('a'.repeat(51), 51)).toBe('a'.repeat(51));
  });

  it('keeps names apart that differ only in what was cut off', () => {
    const long = 'n'.repeat(200_000);
    const [one, other] = [boundName(`${long}1`, 131_072), boundName(`${long}2`, 131_072)];
    expect(one).not.toBe(other);
    expect(one.startsWith('n'.repeat(131_072))).toBe(true);
    expect(one).toMatch(/… \[cut: 200001 bytes, sha256 [0-9a-f]{16}\]$/);
  });

  it('keeps a name of 100 kB whole', () => {
    const name = 'ü'.repeat(51_200);
    expect(boundName(name, 131_072)).toBe(name);
  });
});
