/** The first start makes an admin and says how to get in; every start makes a token for this host. */
import type { UserId } from '@gauntlet/contract';
import {
  createSignInLink,
  createTokenIn,
  ensureFirstAdmin,
  type People,
  type SignInDeps,
} from '../identity/index.ts';

export type WelcomeDeps = SignInDeps & { people: People };

export async function welcome(deps: WelcomeDeps): Promise<{ localToken: string; signInCode: string | null }> {
  const { userId, created } = await ensureFirstAdmin(deps);
  const localToken = await renewLocalToken(deps, userId);
  return { localToken, signInCode: created ? await createSignInLink(deps, userId) : null };
}

/** The old one ends with the server that made it. */
function renewLocalToken(deps: WelcomeDeps, userId: UserId): Promise<string> {
  const order = {
    userId,
    name: 'this host',
    scopes: ['read', 'submit', 'admin', 'host'],
    kind: 'local',
    expiresInSeconds: null,
  } as const;
  return deps.inTransaction(async (tx) => {
    await deps.tokens.revokeKind(tx, userId, 'local');
    return (await createTokenIn(deps, tx, order)).token;
  });
}
