import type { ProjectId, Scope, SessionId, TeamId, TokenId, UserId } from '@gauntlet/contract';

/** Who asks, from where, and in which workspace. `scopes`: what the token gives and the owner's roles allow. */
export type Actor = {
  userId: UserId;
  username: string;
  /** The home team, or that of the project. */
  teamId: TeamId;
  teamName: string;
  /** Null: the whole of the team. */
  projectId: ProjectId | null;
  projectName: string | null;
  roles: readonly string[];
  scopes: readonly Scope[];
  /** What the token was given, whatever the roles allow now. Null: no token limits them. */
  granted: readonly Scope[] | null;
  /** `server`: the server itself, on somebody's account. `local`: the token that a server leaves in its data folder for the programs of its host. */
  via: 'token' | 'session' | 'local' | 'server';
  tokenId: TokenId | null;
  tokenName: string | null;
  sessionId: SessionId | null;
  /** For the audit trail. Null: not by a request. */
  address: string | null;
  requestId: string | null;
};
