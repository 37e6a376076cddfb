import type { DeviceRequestId, GrantableScope, Scope, TeamId, UserId } from '@gauntlet/contract';
import type { Tx } from '../../kernel/tx.ts';

export type DeviceStatus = 'pending' | 'approved' | 'refused' | 'redeemed';

export type DeviceRequestRow = {
  deviceRequestId: DeviceRequestId;
  clientName: string;
  /** From where the program asked. */
  address: string | null;
  scopesAsked: readonly GrantableScope[];
  status: DeviceStatus;
  decidedBy: { userId: UserId; username: string; teamId: TeamId } | null;
  scopesGiven: readonly Scope[];
  createdAt: Date;
  expiresAt: Date;
  intervalSeconds: number;
  lastAskedAt: Date | null;
};

type NewDeviceRequest = Omit<DeviceRequestRow, 'status' | 'decidedBy' | 'scopesGiven' | 'lastAskedAt'> & {
  deviceCodeHash: string;
  userCodeHash: string;
};

export type DeviceRequests = {
  /** False: somebody has this user code at the moment. */
  insert(tx: Tx, request: NewDeviceRequest): Promise<boolean>;
  /** Of an address, neither decided nor expired. Nobody else counts or adds until the transaction ends. */
  countPending(tx: Tx, address: string, now: Date): Promise<number>;
  findByUserCode(hash: string): Promise<DeviceRequestRow | null>;
  /** Locked until the transaction ends. */
  lockByUserCode(tx: Tx, hash: string): Promise<DeviceRequestRow | null>;
  lockByDeviceCode(tx: Tx, hash: string): Promise<DeviceRequestRow | null>;
  decide(
    tx: Tx,
    deviceRequestId: DeviceRequestId,
    decision: { status: 'approved' | 'refused'; decidedBy: UserId; scopesGiven: readonly Scope[] },
  ): Promise<void>;
  redeem(tx: Tx, deviceRequestId: DeviceRequestId): Promise<void>;
  noteQuestion(
    tx: Tx,
    deviceRequestId: DeviceRequestId,
    asked: { at: Date; intervalSeconds: number },
  ): Promise<void>;
  removeExpired(now: Date): Promise<void>;
};

export type CodeGuesses = {
  /** Counted from now on, whoever else guesses at the same time. */
  add(guess: { guessId: string; userId: UserId; now: Date }): Promise<void>;
  /** When the guesses of a user since then were made, the oldest first. */
  since(userId: UserId, moment: Date): Promise<Date[]>;
  /** It was a right one. */
  forgive(guessId: string): Promise<void>;
};
