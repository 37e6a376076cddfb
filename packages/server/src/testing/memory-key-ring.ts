/** A ring of keys that a test can change, in the place of the file of a server. */
import { createHash, randomBytes } from 'node:crypto';
import type { KeyFile } from '../identity/index.ts';
import type { KeyRing, SecretKey } from '../kernel/seal.ts';

export type MemoryKeyRing = KeyRing & { file: KeyFile; keys: SecretKey[] };

export function createMemoryKeyRing(keys: SecretKey[] = [newKey()]): MemoryKeyRing {
  const ring: MemoryKeyRing = {
    source: 'file',
    keys,
    read: async () => {
      const [first, ...others] = ring.keys;
      if (!first) throw new Error('the test left no key in the ring');
      return [first, ...others];
    },
    file: {
      addFirst: async () => {
        const made = newKey();
        ring.keys = [made, ...ring.keys];
        return made.keyId;
      },
      drop: async (keyIds) => {
        const dropped = ring.keys.slice(1).filter(({ keyId }) => keyIds.includes(keyId));
        ring.keys = ring.keys.filter((key) => !dropped.includes(key));
        return dropped.map(({ keyId }) => keyId);
      },
    },
  };
  return ring;
}

export function newKey(): SecretKey {
  const key = randomBytes(32);
  return { keyId: createHash('sha256').update(key).digest('hex').slice(0, 16), key };
}
