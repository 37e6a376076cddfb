import { attemptsSince } from './passwords/judge-attempts.ts';
import type { SignInAttempts } from './passwords/ports.ts';
import type { TokenStore } from './ports.ts';
import type { SessionStore, SigningKeys } from './sessions/ports.ts';

type ExpiryDeps = {
  tokens: Pick<TokenStore, 'removeExpired'>;
  sessions: Pick<SessionStore, 'removeExpired'>;
  signingKeys: Pick<SigningKeys, 'removeExpired'>;
  attempts: Pick<SignInAttempts, 'removeBefore'>;
};

/** All that lets somebody in and is good for nothing any more. */
export async function removeExpiredTokens(
  { tokens, sessions, signingKeys, attempts }: ExpiryDeps,
  now: Date,
): Promise<void> {
  await tokens.removeExpired(now);
  await sessions.removeExpired(now);
  await signingKeys.removeExpired(now);
  await attempts.removeBefore(attemptsSince(now));
}
