/**
 * Access tokens: JWTs signed by Ed25519, nothing else, whatever their header says.
 *
 * Owns a copy of the signing keys, a minute old at most, so that a request costs no query for them. A kid
 * that is not in the copy makes it read them again, but not at each such token: anybody can send those.
 */
import type { SessionId, UserId } from '@gauntlet/contract';
import { errors, importJWK, jwtVerify, SignJWT } from 'jose';
import type { AccessTokens, SigningKey, SigningKeys } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';

const ALGORITHM = 'EdDSA';
const ISSUER = 'gauntlet';
const AUDIENCE = 'gauntlet-api';
const TOKEN_SECONDS = 600;
const COPY_MS = 60_000;
const READ_AGAIN_MS = 2_000;

type Deps = { signingKeys: Pick<SigningKeys, 'listGood'>; clock: Clock };
type Keys = { readAt: number; good: readonly SigningKey[] };

export function createJoseAccessTokens({ signingKeys, clock }: Deps): AccessTokens {
  let copy: Keys = { readAt: Number.NEGATIVE_INFINITY, good: [] };
  const keysOf = async (most: number): Promise<readonly SigningKey[]> => {
    const now = clock.now();
    if (copy.good.length === 0 || Math.abs(now.getTime() - copy.readAt) >= most)
      copy = { readAt: now.getTime(), good: await signingKeys.listGood(now) };
    return copy.good.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  };
  const find = async (kid: string | undefined) => {
    const named = (key: SigningKey) => key.kid === kid;
    const found = (await keysOf(COPY_MS)).find(named) ?? (await keysOf(READ_AGAIN_MS)).find(named);
    if (!found) throw new errors.JWKSNoMatchingKey();
    return importJWK(found.publicJwk, ALGORITHM);
  };
  return {
    issue: async (claims) => {
      const [newest] = await keysOf(COPY_MS);
      if (!newest) throw new Error('There is no signing key yet: the server makes one when it starts.');
      return { token: await sign(newest, claims, clock.now()), seconds: TOKEN_SECONDS };
    },
    read: (token) => read(token, find, clock.now()),
    published: async () => (await keysOf(READ_AGAIN_MS)).map(({ publicJwk }) => publicJwk),
  };
}

type Claims = { userId: UserId; sessionId: SessionId };

const secondsOf = (moment: Date) => Math.floor(moment.getTime() / 1000);

async function sign(
  { kid, privateJwk }: SigningKey,
  { userId, sessionId }: Claims,
  now: Date,
): Promise<string> {
  return new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(userId)
    .setIssuedAt(secondsOf(now))
    .setExpirationTime(secondsOf(now) + TOKEN_SECONDS)
    .sign(await importJWK(privateJwk, ALGORITHM));
}

type FindKey = (kid: string | undefined) => ReturnType<typeof importJWK>;

async function read(token: string, find: FindKey, now: Date): Promise<Claims | null> {
  try {
    const { payload } = await jwtVerify(token, ({ kid }) => find(kid), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['sub', 'sid', 'iat', 'exp'],
      currentDate: now,
    });
    const { sub, sid } = payload;
    return isUuid(sub) && isUuid(sid) ? { userId: sub as UserId, sessionId: sid as SessionId } : null;
  } catch (cause) {
    if (cause instanceof errors.JOSEError) return null; // not ours, or no longer good: all the same to who asks
    throw cause;
  }
}

const isUuid = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
