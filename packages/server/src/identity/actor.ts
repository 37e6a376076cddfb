import type { Scope, TeamId, TokenId, UserId } from '@gauntlet/contract';

/** Who asks, as the token says. `scopes`: what it was given and its owner's roles still allow. */
export type Actor = {
  userId: UserId;
  username: string;
  teamId: TeamId;
  teamName: string;
  roles: readonly string[];
  scopes: readonly Scope[];
  tokenId: TokenId;
};
