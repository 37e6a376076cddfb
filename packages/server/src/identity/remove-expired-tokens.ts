import type { DeviceRequests } from './device/ports.ts';
import { attemptsSince } from './passwords/judge-attempts.ts';
import type { SignInAttempts } from './passwords/ports.ts';
import type { PasswordResets } from './people/ports.ts';
import type { TokenStore } from './ports.ts';
import type { SessionStore, SigningKeys } from './sessions/ports.ts';

type ExpiryDeps = {
  devices: Pick<DeviceRequests, 'removeExpired'>;
  passwordResets: Pick<PasswordResets, 'removeExpired'>;
  tokens: Pick<TokenStore, 'removeExpired'>;
  sessions: Pick<SessionStore, 'removeExpired'>;
  signingKeys: Pick<SigningKeys, 'removeExpired'>;
  attempts: Pick<SignInAttempts, 'removeBefore'>;
};

/** All that lets somebody in and is good for nothing any more. */
export async function removeExpiredTokens(
  { tokens, sessions, signingKeys, attempts, devices, passwordResets }: ExpiryDeps,
  now: Date,
): Promise<void> {
  await devices.removeExpired(now);
  await passwordResets.removeExpired(now);
  await tokens.removeExpired(now);
  await sessions.removeExpired(now);
  await signingKeys.removeExpired(now);
  await attempts.removeBefore(attemptsSince(now));
}
