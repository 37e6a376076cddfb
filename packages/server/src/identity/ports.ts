import type { Scope, TeamId, TokenId, UserId } from '@gauntlet/contract';
import type { Tx } from '../kernel/tx.ts';
import type { Actor } from './actor.ts';
import type { Account } from './passwords/ports.ts';

export type NewToken = {
  tokenId: TokenId;
  userId: UserId;
  name: string;
  hash: string;
  prefix: string;
  scopes: readonly Scope[];
  kind: 'token' | 'local';
  expiresAt: Date | null;
};

export type TokenRow = {
  tokenId: TokenId;
  name: string;
  prefix: string;
  scopes: Scope[];
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
};

export type HeldToken = {
  name: string;
  owner: { userId: UserId; username: string; teamId: TeamId; roles: readonly string[] };
};

export type People = {
  /** The first admin with team and role, made when there is no user at all. */
  ensureFirstAdmin(
    tx: Tx,
    names: { userId: UserId; username: string; teamId: TeamId; teamName: string },
  ): Promise<{ userId: UserId; created: boolean }>;
  /** Whose trail tells of what belongs to no team. Null before there is an admin. */
  oldestAdminTeam(tx: Tx): Promise<TeamId | null>;
};

export type TokenStore = {
  insert(tx: Tx, token: NewToken): Promise<void>;
  /** The live token of this hash with its user; null when unknown, expired, revoked, or the user is inactive. */
  findActor(hash: string, now: Date): Promise<Actor | null>;
  /** The same for one that was found before. */
  findActorAgain(tokenId: TokenId, now: Date): Promise<Actor | null>;
  touch(tokenId: TokenId, now: Date): Promise<void>;
  /** Those made by or for the person that are still good. Nobody else makes one of theirs until the transaction ends. */
  holdLive(tx: Tx, userId: UserId, now: Date): Promise<number>;
  listOf(userId: UserId): Promise<TokenRow[]>;
  /** Tokens and links that have expired. */
  removeExpired(now: Date): Promise<void>;
  /** One that is not revoked, locked until the transaction ends. */
  lock(tx: Tx, tokenId: TokenId): Promise<HeldToken | null>;
  revoke(tx: Tx, tokenId: TokenId): Promise<void>;
  /** Removes the local token of this name: a server makes its own anew at each start, and leaves others theirs. */
  removeLocal(tx: Tx, userId: UserId, name: string): Promise<void>;
};

export type SignInLinks = {
  insert(tx: Tx, link: { hash: string; userId: UserId; expiresAt: Date }): Promise<void>;
  /** Uses the link up. Null when it is unknown, expired or used, or its user is not active. */
  redeem(tx: Tx, hash: string, now: Date): Promise<Account | null>;
};
