import type { QuotaResource, TeamId, UserId } from '@gauntlet/contract';
import type { QuotaLimits, QuotaStanding } from '@gauntlet/core/identity';
import type { Tx } from '../../kernel/tx.ts';

/** Whose use counts: the team something is done in, and who does it. */
export type QuotaParty = { teamId: TeamId; userId: UserId | null };

/** What is in force and what is used. */
export type QuotaBook = {
  /**
   * Locks the team, and a person with limits of their own, until the transaction ends: of many
   * submissions for the last place one wins, on whichever server.
   */
  lockStandings(tx: Tx, party: QuotaParty, now: Date): Promise<QuotaStanding[]>;
  standings(party: QuotaParty, now: Date): Promise<QuotaStanding[]>;
  /** Of what the execution's files count for; null when nothing limits them. */
  artifactStanding(executionId: string, now: Date): Promise<QuotaStanding | null>;
  /** The same under the lock. */
  lockArtifactStanding(tx: Tx, executionId: string, now: Date): Promise<QuotaStanding | null>;
};

export type QuotaHolder =
  | { kind: 'team'; id: TeamId; name: string }
  | { kind: 'user'; id: UserId; name: string; teamId: TeamId; teamName: string };

/** What is set, by whose it is. */
export type QuotaStore = {
  /** By id or name. */
  findTeam(idOrName: string): Promise<(QuotaHolder & { kind: 'team' }) | null>;
  findUser(idOrName: string): Promise<(QuotaHolder & { kind: 'user' }) | null>;
  /** Locks the holder until the transaction ends. @returns what is set for it */
  lockLimits(tx: Tx, holder: QuotaHolder): Promise<QuotaLimits>;
  /** Null clears. */
  write(tx: Tx, holder: QuotaHolder, resource: QuotaResource, limit: number | null): Promise<void>;
};
