/**
 * Seals by AES-256-GCM. Every sealed column of the database goes through here.
 *
 * The ring is read anew for each sealing, so that no server goes on sealing with a key that was replaced or
 * dropped, and once more when a row names a key that is not in the ring as this server knows it.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { KeyRing, Seal, Sealed, SealRefusal, SecretKey } from '../../kernel/seal.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createSeal(ring: KeyRing): Seal {
  let known: readonly SecretKey[] = [];
  const readRing = async () => {
    const keys = await ring.read();
    known = keys;
    return keys;
  };
  const find = (keyId: string) => known.find((key) => key.keyId === keyId);
  return {
    seal: async (plain, associated) => {
      const [first] = await readRing();
      return encrypt(first, plain, associated);
    },
    open: async (sealed, associated) => {
      if (!find(sealed.keyId)) await readRing();
      const key = find(sealed.keyId);
      return key ? decrypt(key, sealed, associated) : refuse(keyUnknown(sealed.keyId, ring, known));
    },
  };
}

function encrypt({ keyId, key }: SecretKey, plain: string | Uint8Array, associated: string): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(
    Buffer.from(associated),
  );
  const ciphertext = Buffer.concat([cipher.update(plain as Uint8Array), cipher.final()]);
  return { ciphertext, nonce, authTag: cipher.getAuthTag(), keyId };
}

function decrypt(
  { keyId, key }: SecretKey,
  { ciphertext, nonce, authTag }: Sealed,
  associated: string,
): Result<Uint8Array, SealRefusal> {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(associated))
      .setAuthTag(authTag);
    return ok(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
  } catch {
    // All that the cipher says is that it does not fit, which is what the refusal says.
    return refuse({
      code: 'not-intact',
      keyId,
      message: `It was sealed by the key ${keyId} and does not open with it: the row was changed, or moved from another place. Set it again.`,
    });
  }
}

const keyUnknown = (keyId: string, { source }: KeyRing, known: readonly SecretKey[]): SealRefusal => ({
  code: 'key-unknown',
  keyId,
  message:
    `It was sealed by the key ${keyId}, which is not in the key ring (${known.map((key) => key.keyId).join(', ')}). ` +
    `Put that key back ${source === 'file' ? 'as a further line of secret.key' : 'behind a comma into GAUNTLET_SECRET_KEY'}, or set the value again.`,
});
