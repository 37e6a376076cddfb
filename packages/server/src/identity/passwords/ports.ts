import type { TeamId, UserId } from '@gauntlet/contract';
import type { Tx } from '../../kernel/tx.ts';
import type { Attempt } from './judge-attempts.ts';

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

/** Passwords tried of late. */
export type SignInAttempts = {
  /** Those of the address since then. Nobody else looks or adds until the transaction ends. */
  lockOf(tx: Tx, address: string, since: Date): Promise<Attempt[]>;
  add(tx: Tx, attempt: { attemptId: string; accountHash: string; address: string; now: Date }): Promise<void>;
  /** The right password was among them. */
  forgive(tx: Tx, accountHash: string, address: string): Promise<void>;
  removeBefore(moment: Date): Promise<void>;
};
