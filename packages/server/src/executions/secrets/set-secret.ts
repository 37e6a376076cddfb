/** Secrets of a team: what its people set and remove. A value goes in and never comes out again to them. */
import type { TeamId, UserId } from '@gauntlet/contract';
import { type Actor, type AuditDeps, recordAct } from '../../identity/index.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';

export type SecretShelf = {
  list(teamId: TeamId): Promise<{ name: string; createdAt: Date; updatedAt: Date }[]>;
  save(tx: Tx, by: { teamId: TeamId; userId: UserId }, name: string, value: string): Promise<void>;
  /** False: there was none. */
  remove(tx: Tx, teamId: TeamId, name: string): Promise<boolean>;
};

export type SecretDeps = AuditDeps & { inTransaction: InTransaction; secrets: SecretShelf };

export function setSecret(deps: SecretDeps, actor: Actor, name: string, value: string): Promise<void> {
  return deps.inTransaction(async (tx) => {
    await deps.secrets.save(tx, actor, name, value);
    await recordAct(deps, tx, actor, { action: 'secret.set', target: { kind: 'secret', id: null, name } });
  });
}
