/** Access tokens as somebody would forge them who knows all that is public, and some signed by the real key. */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  sign,
} from 'node:crypto';

export type Claims = { sub: string; sid: string };
type Key = { kid: string; publicJwk: object; privateJwk: object };

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export type Signer = (input: string) => Buffer;
const token = (header: object, payload: object, signer: Signer) => {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signer(input).toString('base64url')}`;
};

/** By name, what is wrong with each. `good` is what the server itself would give. */
export function forgeTokens(key: Key, { sub, sid }: Claims, other: Claims, now: Date) {
  const iat = Math.floor(now.getTime() / 1000);
  const claims = { sid, iss: 'gauntlet', aud: 'gauntlet-api', sub, iat, exp: iat + 600 };
  const header = { alg: 'EdDSA', kid: key.kid, typ: 'JWT' };
  const own = createPrivateKey({ key: key.privateJwk as JsonWebKey, format: 'jwk' });
  const published = createPublicKey({ key: key.publicJwk as JsonWebKey, format: 'jwk' });
  const stranger = generateKeyPairSync('ed25519');
  const strangerJwk = stranger.publicKey.export({ format: 'jwk' });
  const byOwn: Signer = (input) => sign(null, Buffer.from(input), own);
  const byStranger: Signer = (input) => sign(null, Buffer.from(input), stranger.privateKey);
  const byRsa: Signer = (input) =>
    sign('sha256', Buffer.from(input), generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  const hmac =
    (secret: string | Buffer): Signer =>
    (input) =>
      createHmac('sha256', secret).update(input).digest();
  const hs256 = { ...header, alg: 'HS256' };
  const signature = (good: string) => good.split('.')[2] ?? '';
  const good = token(header, claims, byOwn);
  const unsigned: Signer = () => Buffer.alloc(0);
  const bad = {
    'signed by another key': token(header, claims, byStranger),
    'signed by another key that it brings along': token({ ...header, jwk: strangerJwk }, claims, byStranger),
    'signed by another key of a name of its own': token({ ...header, kid: 'mine' }, claims, byStranger),
    'signed by another key without a name': token({ alg: 'EdDSA' }, claims, byStranger),
    'alg none': token({ ...header, alg: 'none' }, claims, unsigned),
    'alg None': token({ ...header, alg: 'None' }, claims, unsigned),
    'alg none with a signature': `${token({ ...header, alg: 'none' }, claims, unsigned)}${signature(good)}`,
    'no algorithm': token({ kid: key.kid, typ: 'JWT' }, claims, byOwn),
    'HS256 with the public key, raw': token(hs256, claims, hmac(Buffer.from(xOf(key), 'base64url'))),
    'HS256 with the public key, as a JWK': token(hs256, claims, hmac(JSON.stringify(key.publicJwk))),
    'HS256 with the public key, as PEM': token(
      hs256,
      claims,
      hmac(published.export({ type: 'spki', format: 'pem' })),
    ),
    'RS256 by a key of its own': token({ ...header, alg: 'RS256' }, claims, byRsa),
    'an altered payload': [encode(header), encode({ ...claims, sub: other.sub }), signature(good)].join('.'),
    'expired, signed by the real key': token(header, { ...claims, iat: iat - 1200, exp: iat - 1 }, byOwn),
    'without an end': token(header, { ...claims, exp: undefined }, byOwn),
    'of another issuer': token(header, { ...claims, iss: 'elsewhere' }, byOwn),
    'for another audience': token(header, { ...claims, aud: 'elsewhere' }, byOwn),
    "of another person's session": token(header, { ...claims, sid: other.sid }, byOwn),
    'of no session': token(header, { ...claims, sid: '01900000-0000-7000-8000-0000000000ff' }, byOwn),
  };
  return { good, bad };
}

const xOf = ({ publicJwk }: Key) => String((publicJwk as { x?: unknown }).x);
