import { describe, expect, it } from 'vitest';
import { createTextSeal } from './text-seal.ts';

const key = (fill: number) => ({ keyId: String(fill), key: new Uint8Array(32).fill(fill) });
const sealOf = (purpose: string, ...fills: [number, ...number[]]) => {
  const [first, ...others] = fills;
  return createTextSeal({ read: async () => [key(first), ...others.map(key)] }, purpose);
};

describe('sealed text', () => {
  it('opens with the same key and purpose, and is never the same twice', async () => {
    const seal = sealOf('a', 1);
    const [one, two] = [await seal.seal('état 1'), await seal.seal('état 1')];
    expect(one).not.toBe(two);
    expect(await sealOf('a', 1).open(one)).toBe('état 1');
  });

  it('opens for no other purpose and by no other key, but by an older one of the ring', async () => {
    const sealed = await sealOf('a', 1).seal('text');
    expect(await sealOf('b', 1).open(sealed)).toBeNull();
    expect(await sealOf('a', 2).open(sealed)).toBeNull();
    expect(await sealOf('a', 2, 1).open(sealed)).toBe('text');
  });

  it('does not open when any part of it was changed', async () => {
    const seal = sealOf('a', 1);
    const bytes = Buffer.from(await seal.seal('text'), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await seal.open(changed.toString('base64url'))).toBeNull();
    }
    for (const text of ['', 'x', 'é', bytes.subarray(0, 20).toString('base64url')])
      expect(await seal.open(text)).toBeNull();
  });
});
