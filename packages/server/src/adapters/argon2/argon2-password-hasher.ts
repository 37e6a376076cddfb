/** Passwords by argon2id, with the parameters that OWASP names: 19 MiB, two passes, some 50 ms. */
import { hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '../../identity/index.ts';

const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }; // argon2id is the library's algorithm

export function createArgon2PasswordHasher(): PasswordHasher {
  // Made at once, so that the first unknown user does not wait longer than the second.
  const ofNobody = hash(crypto.randomUUID(), OPTIONS);
  return {
    hash: (password) => hash(normalised(password), OPTIONS),
    verify: async (stored, password) => {
      const right = await verify(stored ?? (await ofNobody), normalised(password));
      return stored !== null && right;
    },
  };
}

/** The same characters however a keyboard composes them. */
const normalised = (password: string) => password.normalize('NFKC');
