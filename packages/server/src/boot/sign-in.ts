/** The first start makes an admin and says how to get in; every start makes a token for this host. */
import type { UserId } from '@gauntlet/contract';
import { scopesOfRoles } from '@gauntlet/core/identity';
import {
  createSignInLink,
  createTokenIn,
  ensureFirstAdmin,
  type People,
  type SignInDeps,
  type TokenOrder,
} from '../identity/index.ts';

export type WelcomeDeps = SignInDeps & {
  people: People;
  /** Names this server among those that share its database: its host and its data folder. */
  place: string;
};

export async function welcome(deps: WelcomeDeps): Promise<{ localToken: string; signInCode: string | null }> {
  const { userId, created } = await ensureFirstAdmin(deps);
  const localToken = await renewLocalToken(deps, userId);
  return { localToken, signInCode: created ? (await createSignInLink(deps, userId)).code : null };
}

/** The one that the last server of this place made ends; those of other places stay. */
function renewLocalToken(deps: WelcomeDeps, userId: UserId): Promise<string> {
  const order = {
    userId,
    name: deps.place,
    scopes: [...scopesOfRoles(['admin']), 'host'],
    kind: 'local',
    expiresInSeconds: null,
  } satisfies TokenOrder;
  return deps.inTransaction(async (tx) => {
    await deps.tokens.removeLocal(tx, userId, deps.place);
    return (await createTokenIn(deps, tx, order)).token;
  });
}
