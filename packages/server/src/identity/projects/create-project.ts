/** A new project of the actor's home team. */
import type { ProjectId, ProjectRequest, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { type AuditDeps, recordAct } from '../audit.ts';
import type { ProjectStore } from './ports.ts';

export type CreateProjectDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  projects: ProjectStore;
};

export function createProject(
  deps: CreateProjectDeps,
  actor: Actor,
  { name, description }: ProjectRequest,
): Promise<Result<ProjectId, Refusal<'already-exists'>>> {
  const { ids, clock, projects } = deps;
  return deps.inTransaction(async (tx) => {
    const projectId = ids.next<ProjectId>();
    const { teamId, userId: createdBy } = actor;
    const project = { projectId, teamId, name, description, createdBy, createdAt: clock.now() };
    if (!(await projects.insert(tx, project))) return refuse(nameTaken(name));
    await recordAct(deps, tx, actor, {
      action: 'project.create',
      target: { kind: 'project', id: projectId, name },
    });
    return ok(projectId);
  });
}

export const nameTaken = (name: string): Refusal<'already-exists'> => ({
  code: 'already-exists',
  message: `The team has a project "${name}" already, archived perhaps. Choose another name.`,
});
