import { describe, expect, it } from 'vitest';
import type { KeyRing, Sealed } from '../../kernel/seal.ts';
import { createMemoryKeyRing, newKey } from '../../testing/memory-key-ring.ts';
import { createSeal } from './seal.ts';

const textOf = async (opening: ReturnType<ReturnType<typeof createSeal>['open']>) => {
  const opened = await opening;
  return opened.ok ? Buffer.from(opened.value).toString() : opened.error;
};

describe('a sealed value', () => {
  it('opens to what it was, text and bytes', async () => {
    const seal = createSeal(createMemoryKeyRing());
    for (const plain of ['', 'a', 'é\u0000ü'.repeat(1000)])
      expect(await textOf(seal.open(await seal.seal(plain, 'here'), 'here'))).toBe(plain);
    const bytes = Uint8Array.from([0, 255, 128]);
    expect(await seal.open(await seal.seal(bytes, 'here'), 'here')).toMatchObject({
      ok: true,
      value: Buffer.from(bytes),
    });
  });

  it('is another each time, and holds nothing of the value', async () => {
    const seal = createSeal(createMemoryKeyRing());
    const [one, two] = [await seal.seal('the value', 'here'), await seal.seal('the value', 'here')];
    expect(Buffer.from(one.ciphertext).equals(two.ciphertext)).toBe(false);
    expect(Buffer.from(one.nonce).equals(two.nonce)).toBe(false);
    expect(Buffer.from(one.ciphertext).includes('the value')).toBe(false);
  });

  it('opens nowhere but where it was sealed for, and not when a bit of it was changed', async () => {
    const seal = createSeal(createMemoryKeyRing());
    const sealed = await seal.seal('the value', 'here');
    const flip = (bytes: Uint8Array) =>
      Uint8Array.from(bytes, (byte, index) => (index === 0 ? byte ^ 1 : byte));
    const changed: [Sealed, string][] = [
      [sealed, 'there'],
      [{ ...sealed, ciphertext: flip(sealed.ciphertext) }, 'here'],
      [{ ...sealed, nonce: flip(sealed.nonce) }, 'here'],
      [{ ...sealed, authTag: flip(sealed.authTag) }, 'here'],
      [{ ...sealed, authTag: sealed.authTag.slice(0, 4) }, 'here'],
    ];
    for (const [row, place] of changed)
      expect(await textOf(seal.open(row, place))).toMatchObject({ code: 'not-intact', keyId: sealed.keyId });
    expect(await textOf(seal.open(sealed, 'here'))).toBe('the value');
  });
});

describe('a ring', () => {
  it('seals with its first key and opens with any', async () => {
    const ring = createMemoryKeyRing();
    const seal = createSeal(ring);
    const old = await seal.seal('old', 'here');
    const added = await ring.file.addFirst();
    const fresh = await seal.seal('fresh', 'here');
    expect([old.keyId === fresh.keyId, fresh.keyId]).toEqual([false, added]);
    expect(await textOf(seal.open(old, 'here'))).toBe('old');
    expect(await textOf(seal.open(fresh, 'here'))).toBe('fresh');
  });

  it('is read again for a key that another server has put in', async () => {
    const ring = createMemoryKeyRing();
    const [here, there] = [createSeal(ring), createSeal(ring)];
    await here.open(await here.seal('a', 'x'), 'x');
    await ring.file.addFirst();
    expect(await textOf(here.open(await there.seal('b', 'x'), 'x'))).toBe('b');
  });

  it.each([
    ['file', 'as a further line of secret.key'],
    ['environment', 'behind a comma into GAUNTLET_SECRET_KEY'],
  ] as const)('without the key of a row names that key and what to do (%s)', async (source, advice) => {
    const sealed = await createSeal(createMemoryKeyRing()).seal('a', 'x');
    const others = createMemoryKeyRing([newKey(), newKey()]);
    const ring: KeyRing = { source, read: others.read };
    const refusal = await textOf(createSeal(ring).open(sealed, 'x'));
    expect(refusal).toMatchObject({
      code: 'key-unknown',
      keyId: sealed.keyId,
      message: expect.stringContaining(advice),
    });
    for (const id of [sealed.keyId, ...others.keys.map(({ keyId }) => keyId)])
      expect(JSON.stringify(refusal)).toContain(id);
  });
});
