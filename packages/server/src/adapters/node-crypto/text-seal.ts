/**
 * Seals text for a browser to keep: AES-256-GCM under a key of its own for each purpose, drawn from the
 * server's (HKDF), so that nothing sealed for one place opens in another.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { TextSeal } from '../../identity/index.ts';

type Key = { keyId: string; key: Uint8Array };
/** The first key seals, all of them open. */
type Keys = { read(): Promise<readonly [Key, ...Key[]]> };

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createTextSeal(keys: Keys, purpose: string): TextSeal {
  const keyFor = ({ key }: Key) => Buffer.from(hkdfSync('sha256', key, '', `gauntlet ${purpose}`, 32));
  return {
    seal: async (text) => {
      const [first] = await keys.read();
      return encrypt(keyFor(first), text);
    },
    open: async (sealed) => {
      const box = Buffer.from(sealed, 'base64url');
      if (box.byteLength < NONCE_BYTES + TAG_BYTES) return null;
      for (const key of await keys.read()) {
        const text = decrypt(keyFor(key), box);
        if (text !== null) return text;
      }
      return null;
    },
  };
}

function encrypt(key: Buffer, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

function decrypt(key: Buffer, box: Buffer): string | null {
  const nonce = box.subarray(0, NONCE_BYTES);
  const tag = box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAuthTag(tag);
  try {
    const body = decipher.update(box.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  } catch {
    // The cipher says only that it does not fit, which is the answer.
    return null;
  }
}
