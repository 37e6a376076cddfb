/** One-time sign-in links: how the first admin, and later anyone without a password, gets into the browser. */
import type { UserId } from '@gauntlet/contract';
import { scopesOfRoles } from '@gauntlet/core/identity';
import { type Clock, secondsAfter } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import type { InTransaction } from '../kernel/tx.ts';
import type { SignInLinks, TokenStore } from './ports.ts';
import { createTokenIn, hashSecret, newSecret, type TokenOrder } from './tokens.ts';

export type SignInDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  tokens: TokenStore;
  links: SignInLinks;
};

const LINK_SECONDS = 24 * 3600;
const SESSION_SECONDS = 7 * 24 * 3600;

/** @returns the code that belongs into `/signin?code=`; good once, for a day. */
export async function createSignInLink(
  deps: SignInDeps,
  userId: UserId,
): Promise<{ code: string; expiresAt: Date }> {
  const code = newSecret('gsi_');
  const hash = await hashSecret(code);
  const expiresAt = secondsAfter(deps.clock.now(), LINK_SECONDS);
  await deps.inTransaction((tx) => deps.links.insert(tx, { hash, userId, expiresAt }));
  return { code, expiresAt };
}

/** @returns the session's token, for a cookie; null when the code is unknown, used or too old. */
export async function redeemSignInLink(
  deps: SignInDeps,
  code: string,
): Promise<{ token: string; seconds: number } | null> {
  const hash = await hashSecret(code);
  return deps.inTransaction(async (tx) => {
    const userId = await deps.links.redeem(tx, hash, deps.clock.now());
    if (userId === null) return null;
    const order = {
      userId,
      name: 'browser session',
      scopes: scopesOfRoles(['admin']), // of these, what the roles of the person allow
      kind: 'session',
      expiresInSeconds: SESSION_SECONDS,
    } satisfies TokenOrder;
    const { token } = await createTokenIn(deps, tx, order);
    return { token, seconds: SESSION_SECONDS };
  });
}
