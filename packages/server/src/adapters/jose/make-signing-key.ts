import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { MakeSigningKey } from '../../identity/index.ts';

/** Ed25519, named by its thumbprint (RFC 7638). */
export const makeSigningKey: MakeSigningKey = async () => {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const [publicJwk, privateJwk] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)]);
  const kid = await calculateJwkThumbprint(publicJwk);
  return { kid, publicJwk: { ...publicJwk, kid, alg: 'EdDSA', use: 'sig' }, privateJwk };
};
