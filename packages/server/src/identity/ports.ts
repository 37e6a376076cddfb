import type { Scope, TeamId, TokenId, UserId } from '@gauntlet/contract';
import type { Tx } from '../kernel/tx.ts';
import type { Actor } from './actor.ts';

export type NewToken = {
  tokenId: TokenId;
  userId: UserId;
  name: string;
  hash: string;
  prefix: string;
  scopes: readonly Scope[];
  kind: 'token' | 'session' | 'local';
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

export type People = {
  /** The first admin with team and role, made when there is no user at all. */
  ensureFirstAdmin(
    tx: Tx,
    names: { userId: UserId; username: string; teamId: TeamId; teamName: string },
  ): Promise<{ userId: UserId; created: boolean }>;
};

export type TokenStore = {
  insert(tx: Tx, token: NewToken): Promise<void>;
  /** The live token of this hash with its user; null when unknown, expired, revoked, or the user is inactive. */
  findActor(hash: string, now: Date): Promise<Actor | null>;
  touch(tokenId: TokenId, now: Date): Promise<void>;
  listOf(userId: UserId): Promise<TokenRow[]>;
  /** Tokens, sessions and links that have expired. */
  removeExpired(now: Date): Promise<void>;
  revoke(userId: UserId, tokenId: TokenId): Promise<boolean>;
  /** Removes the local token of this name: a server makes its own anew at each start, and leaves others theirs. */
  removeLocal(tx: Tx, userId: UserId, name: string): Promise<void>;
};

export type SignInLinks = {
  insert(tx: Tx, link: { hash: string; userId: UserId; expiresAt: Date }): Promise<void>;
  /** Uses the link up. Null when it is unknown, expired or used. */
  redeem(tx: Tx, hash: string, now: Date): Promise<UserId | null>;
};
