import { describe, expect, it } from 'vitest';
import { createArgon2PasswordHasher } from './argon2-password-hasher.ts';

const hasher = createArgon2PasswordHasher();

describe('a password hash', () => {
  it('is argon2id, salted, and fits its password alone', async () => {
    const [one, two] = await Promise.all([hasher.hash('a long password'), hasher.hash('a long password')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await hasher.verify(one, 'a long password')).toBe(true);
    expect(await hasher.verify(one, 'a long passwort')).toBe(false);
  });

  it('fits however the characters were composed', async () => {
    expect(await hasher.verify(await hasher.hash('caf\u00e9 au lait'), 'cafe\u0301 au lait')).toBe(true);
  });

  it('of nobody fits nothing, after the work of any other', async () => {
    const stored = await hasher.hash('a long password');
    // The processor's time and not the clock's: a busy machine makes none of it.
    const workOf = async (hash: string | null) => {
      const before = process.cpuUsage();
      for (let time = 0; time < 5; time += 1) expect(await hasher.verify(hash, 'another one')).toBe(false);
      return process.cpuUsage(before).user;
    };
    await workOf(null);
    expect((await workOf(null)) / (await workOf(stored))).toBeGreaterThan(0.3);
  });
});
