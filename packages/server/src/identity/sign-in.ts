/** One-time sign-in links: how the first admin, and later anyone without a password, gets into the browser. */
import type { UserId } from '@gauntlet/contract';
import { type Clock, secondsAfter } from '../kernel/clock.ts';
import type { InTransaction, Tx } from '../kernel/tx.ts';
import type { Actor } from './actor.ts';
import { recordAct } from './audit.ts';
import type { SignInLinks } from './ports.ts';
import {
  beginSessionIn,
  completeSession,
  type SessionDeps,
  type SessionTokens,
} from './sessions/begin-session.ts';
import type { Visitor } from './sessions/ports.ts';
import { hashSecret, newSecret } from './tokens.ts';

export type SignInDeps = SessionDeps & { inTransaction: InTransaction; links: SignInLinks };
type LinkDeps = { clock: Clock; inTransaction: InTransaction; links: SignInLinks };
/** `code` belongs into `/signin?code=`; good once, for a day. */
export type SignInCode = { code: string; expiresAt: Date };

const LINK_SECONDS = 24 * 3600;

/** For whoever asks. */
export function createSignInLink(deps: SignInDeps, actor: Actor): Promise<SignInCode> {
  return deps.inTransaction(async (tx) => {
    const link = await createSignInLinkIn(deps, tx, actor.userId);
    await recordAct(deps, tx, actor, {
      action: 'sign-in-link.create',
      target: { kind: 'user', id: actor.userId, name: actor.username },
      detail: { expiresAt: link.expiresAt.toISOString() },
    });
    return link;
  });
}

/** For the first admin, whom nobody could ask for one. */
export const createFirstSignInLink = (deps: LinkDeps, userId: UserId): Promise<SignInCode> =>
  deps.inTransaction((tx) => createSignInLinkIn(deps, tx, userId));

export async function createSignInLinkIn(
  { clock, links }: Pick<LinkDeps, 'clock' | 'links'>,
  tx: Tx,
  userId: UserId,
): Promise<SignInCode> {
  const code = newSecret('gsi_');
  const expiresAt = secondsAfter(clock.now(), LINK_SECONDS);
  await links.insert(tx, { hash: await hashSecret(code), userId, expiresAt });
  return { code, expiresAt };
}

/** Null: the code is unknown, used or too old, or its owner is no longer active. */
export async function redeemSignInLink(
  deps: SignInDeps,
  code: string,
  visitor: Visitor,
): Promise<{ tokens: SessionTokens; hasPassword: boolean } | null> {
  const hash = await hashSecret(code);
  const redeemed = await deps.inTransaction(async (tx) => {
    const account = await deps.links.redeem(tx, hash, deps.clock.now());
    if (account === null) return null;
    return { account, begun: await beginSessionIn(deps, tx, account, 'link', visitor) };
  });
  if (redeemed === null) return null;
  const tokens = await completeSession(deps, redeemed.begun);
  return { tokens, hasPassword: redeemed.account.passwordHash !== null };
}
