/** What is sealed in one column of jsonb: `{keyId, nonce, authTag, ciphertext}`, all but the id in base64. */
import type { Seal, Sealed } from '../../kernel/seal.ts';

export const inBase64 = ({ keyId, ciphertext, nonce, authTag }: Sealed) => ({
  keyId,
  nonce: Buffer.from(nonce).toString('base64'),
  authTag: Buffer.from(authTag).toString('base64'),
  ciphertext: Buffer.from(ciphertext).toString('base64'),
});

/** For a column of jsonb; hold the ring first. */
export const envelopeOf = async (seal: Seal, plain: string, associated: string) =>
  inBase64(await seal.seal(plain, associated));

export function openEnvelope(seal: Seal, envelope: unknown, associated: string) {
  const { keyId, ...parts } = envelope as ReturnType<typeof inBase64>;
  const bytes = (text: string) => Buffer.from(text, 'base64');
  const sealed = {
    ciphertext: bytes(parts.ciphertext),
    nonce: bytes(parts.nonce),
    authTag: bytes(parts.authTag),
  };
  return seal.open({ ...sealed, keyId }, associated);
}
