/**
 * Secrets of a team or of one of its projects: what people set and remove. A value goes in and never comes
 * out again to them.
 */
import type { ProjectId, UserId } from '@gauntlet/contract';
import { type Actor, type AuditDeps, recordAct, type Workspace } from '../../identity/index.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';

export type SecretShelf = {
  /** All of the team, those of its projects too; or those of one project. */
  list(workspace: Workspace): Promise<SecretRow[]>;
  /** Of the project, or of the team as a whole. */
  save(tx: Tx, by: Workspace & { userId: UserId }, name: string, value: string): Promise<void>;
  /** Of the project, or of the team as a whole. False: there was none. */
  remove(tx: Tx, workspace: Workspace, name: string): Promise<boolean>;
};
export type SecretRow = {
  name: string;
  projectId: ProjectId | null;
  createdAt: Date;
  updatedAt: Date;
};

export type SecretDeps = AuditDeps & { inTransaction: InTransaction; secrets: SecretShelf };

export function setSecret(deps: SecretDeps, actor: Actor, name: string, value: string): Promise<void> {
  return deps.inTransaction(async (tx) => {
    await deps.secrets.save(tx, actor, name, value);
    await recordAct(deps, tx, actor, { action: 'secret.set', target: { kind: 'secret', id: null, name } });
  });
}
