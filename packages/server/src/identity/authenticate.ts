/** Who a token speaks for: an API token, or the access token of a session. */
import type { Clock } from '../kernel/clock.ts';
import type { Actor } from './actor.ts';
import type { TokenStore } from './ports.ts';
import type { AccessTokens, SessionStore } from './sessions/ports.ts';
import { hashSecret } from './tokens.ts';

export type AuthenticateDeps = {
  clock: Clock;
  tokens: Pick<TokenStore, 'findActor' | 'findActorAgain'>;
  sessions: Pick<SessionStore, 'findActor'>;
  accessTokens: Pick<AccessTokens, 'read'>;
};

const MOST_CHARACTERS = 2000;

/** Null for one that is unknown, expired or revoked, whose session has ended, or whose owner is not active. */
export async function authenticate(
  { clock, tokens, sessions, accessTokens }: AuthenticateDeps,
  token: string,
): Promise<Actor | null> {
  if (token.length > MOST_CHARACTERS) return null;
  if (token.startsWith('gnt_')) return tokens.findActor(await hashSecret(token), clock.now());
  if (!token.startsWith('eyJ')) return null;
  const claims = await accessTokens.read(token);
  return claims && sessions.findActor(claims.sessionId, claims.userId, clock.now());
}

/**
 * Who asked before, as they stand now; null when their token or session is no longer good, or they are no
 * longer active. A session counts as long as it lasts, whichever access token it was told by.
 */
export async function authenticateAgain(
  { clock, tokens, sessions }: AuthenticateDeps,
  { userId, tokenId, sessionId }: Pick<Actor, 'userId' | 'tokenId' | 'sessionId'>,
): Promise<Actor | null> {
  if (sessionId !== null) return sessions.findActor(sessionId, userId, clock.now());
  return tokenId === null ? null : tokens.findActorAgain(tokenId, clock.now());
}
