import type { TeamId, UserId } from '@gauntlet/contract';
import type { Tx } from '../../kernel/tx.ts';

export type PasswordHasher = {
  /** Slow on purpose, and salted: the same password twice gives two hashes. */
  hash(password: string): Promise<string>;
  /** `null` for whoever has no password: false, after as much work as any other. */
  verify(hash: string | null, password: string): Promise<boolean>;
};

/** Somebody who may come in by a password, if they have one. */
export type Account = { userId: UserId; username: string; teamId: TeamId; passwordHash: string | null };

export type Passwords = {
  /** In any case of letters. Null for nobody and for who is no longer active. */
  findAccount(username: string): Promise<Account | null>;
  accountOf(userId: UserId): Promise<Account | null>;
  save(tx: Tx, userId: UserId, passwordHash: string): Promise<void>;
};
