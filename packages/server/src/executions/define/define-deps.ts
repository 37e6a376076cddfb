/** What saving, removing and restoring definitions have in common. */
import type { Refusal } from '@gauntlet/contract';
import type { EnvironmentDirectory } from '../../environments/index.ts';
import { type AuditDeps, type ProjectStore, projectArchived, type Workspace } from '../../identity/index.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { DefinitionStore, FrameworkCatalogue } from '../ports.ts';
import type { ReferenceDeps } from '../submit/refuse-references.ts';

export type DefineDeps = AuditDeps &
  ReferenceDeps & {
    inTransaction: InTransaction;
    definitions: DefinitionStore;
    frameworks: FrameworkCatalogue;
    environments: Pick<EnvironmentDirectory, 'find'>;
    projects: Pick<ProjectStore, 'holdState'>;
  };

/** For who comes by the team; who comes by the project was told at its door. */
export async function refuseArchivedOf(
  { projects }: Pick<DefineDeps, 'projects'>,
  tx: Tx,
  { projectId }: Workspace,
): Promise<Refusal<'not-allowed'> | null> {
  if (projectId === null) return null;
  const { name, state } = await projects.holdState(tx, projectId);
  return state === 'archived' ? { code: 'not-allowed', message: projectArchived(name) } : null;
}

export const nameTaken = (name: string): Refusal<'already-exists'> => ({
  code: 'already-exists',
  message: `There is a definition "${name}" here already. Change that one, or choose another name.`,
});
