/** Its name and description, and whether anything may be run in it. Who may ask is decided before. */
import type { ProjectChange, ProjectId, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Tx } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit.ts';
import { type CreateProjectDeps, nameTaken } from './create-project.ts';
import type { Project, ProjectState } from './ports.ts';

export type ChangeProjectDeps = Omit<CreateProjectDeps, 'ids'>;
type ChangeRefusal = Refusal<'not-found' | 'already-exists'>;

export function changeProject(
  deps: ChangeProjectDeps,
  actor: Actor,
  projectId: ProjectId,
  change: ProjectChange,
): Promise<Result<null, ChangeRefusal>> {
  return withProject<null, ChangeRefusal>(deps, projectId, async (tx, { name, description }) => {
    const after = { name: change.name ?? name, description: change.description ?? description };
    if (after.name === name && after.description === description) return ok(null);
    if (!(await deps.projects.rename(tx, projectId, after))) return refuse(nameTaken(after.name));
    await recordAct(deps, tx, actor, {
      action: 'project.change',
      target: { kind: 'project', id: projectId, name: after.name },
      detail: { before: { name, description }, after },
    });
    return ok(null);
  });
}

/** What runs goes on; nothing new is taken in while it is archived. Again is as good as once. */
export function setProjectState(
  deps: ChangeProjectDeps,
  actor: Actor,
  projectId: ProjectId,
  state: ProjectState,
): Promise<Result<null, ChangeRefusal>> {
  return withProject<null, ChangeRefusal>(deps, projectId, async (tx, { name, archivedAt }) => {
    if ((archivedAt === null ? 'open' : 'archived') === state) return ok(null);
    await deps.projects.setArchived(tx, projectId, state === 'archived' ? deps.clock.now() : null);
    await recordAct(deps, tx, actor, {
      action: state === 'archived' ? 'project.archive' : 'project.unarchive',
      target: { kind: 'project', id: projectId, name },
    });
    return ok(null);
  });
}

type Work<Value, Refused> = (tx: Tx, project: Project) => Promise<Result<Value, Refused>>;

/** One change after the other. */
export function withProject<Value, Refused>(
  { inTransaction, projects }: Pick<ChangeProjectDeps, 'inTransaction' | 'projects'>,
  projectId: ProjectId,
  work: Work<Value, Refused>,
): Promise<Result<Value, Refused | Refusal<'not-found'>>> {
  return inTransaction(async (tx): Promise<Result<Value, Refused | Refusal<'not-found'>>> => {
    const project = await projects.lock(tx, projectId);
    if (project) return work(tx, project);
    return refuse({ code: 'not-found', message: `There is no project ${projectId}.` });
  });
}
