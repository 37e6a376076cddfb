/** The first start makes an admin and says how to get in; every start makes a token for this host. */
import type { UserId } from '@gauntlet/contract';
import { scopesOfRoles } from '@gauntlet/core/identity';
import {
  createFirstSignInLink,
  createTokenIn,
  ensureFirstAdmin,
  type People,
  type RotateDeps,
  rotateSigningKeyWhenDue,
  type SignInLinks,
  type TokenDeps,
  type TokenOrder,
} from '../identity/index.ts';

export type WelcomeDeps = RotateDeps &
  TokenDeps & {
    people: People;
    links: SignInLinks;
    /** Names this server among those that share its database: its host and its data folder. */
    place: string;
  };

export async function welcome(deps: WelcomeDeps): Promise<{ localToken: string; signInCode: string | null }> {
  const { userId, created } = await ensureFirstAdmin(deps);
  await rotateSigningKeyWhenDue(deps);
  const localToken = await renewLocalToken(deps, userId);
  return { localToken, signInCode: created ? (await createFirstSignInLink(deps, userId)).code : null };
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
