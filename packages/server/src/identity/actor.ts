import type { TeamId, TokenId, UserId } from '@gauntlet/contract';

/** `host` is held by the token in the data directory alone: whoever can read it is on this host. */
export type Scope = 'read' | 'submit' | 'admin' | 'host';

/** Who asks, as the token says. */
export type Actor = {
  userId: UserId;
  username: string;
  teamId: TeamId;
  teamName: string;
  roles: readonly string[];
  scopes: readonly Scope[];
  tokenId: TokenId;
};
