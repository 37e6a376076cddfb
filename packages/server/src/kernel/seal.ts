/** Values that the database holds sealed: with a key from outside of it, bound to the place they stand in. */
import type { Result } from '@gauntlet/core/kernel';

export type SecretKey = { keyId: string; key: Uint8Array };

/** The first key seals, all of them open. */
export type KeyRing = {
  source: 'file' | 'environment';
  /** As it is now: a file may have been changed by another server, or by hand. */
  read(): Promise<readonly [SecretKey, ...SecretKey[]]>;
};

/** As it stands in the columns `ciphertext`, `nonce`, `auth_tag` and `key_id`. */
export type Sealed = { ciphertext: Uint8Array; nonce: Uint8Array; authTag: Uint8Array; keyId: string };

export type SealRefusal = {
  /** `key-unknown`: sealed by a key that is not in the ring; `not-intact`: changed, or moved from elsewhere. */
  code: 'key-unknown' | 'not-intact';
  keyId: string;
  message: string;
};

export type Seal = {
  /** `associated` names the row: what was sealed for one does not open in another. */
  seal(plain: string | Uint8Array, associated: string): Promise<Sealed>;
  open(sealed: Sealed, associated: string): Promise<Result<Uint8Array, SealRefusal>>;
};
