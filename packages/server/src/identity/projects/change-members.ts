/** Showing people into a project, and out again. Who is shown out is out with the commit. */
import type { ProjectId, ProjectRole, Refusal, UserId } from '@gauntlet/contract';
import { mayGrant } from '@gauntlet/core/identity';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit.ts';
import { type ChangeProjectDeps, withProject } from './change-project.ts';
import type { MemberRow } from './ports.ts';

export type MemberOrder = { actor: Actor; projectId: ProjectId; user: string };
export type MemberRefusal = Refusal<'not-found' | 'not-allowed'>;

/** A member already: then it is the role that changes. */
export function putMember(
  deps: ChangeProjectDeps,
  { actor, projectId, user, role }: MemberOrder & { role: ProjectRole },
): Promise<Result<UserId, MemberRefusal>> {
  return withProject<UserId, MemberRefusal>(deps, projectId, async (tx, { name }) => {
    const member = await deps.projects.findMember(tx, projectId, user);
    const person = member ?? (await deps.projects.findPerson(tx, user));
    if (!person) return refuse({ code: 'not-found', message: `There is no active user "${user}".` });
    const refusal = refuseRank(actor, role) ?? (member && refuseRank(actor, member.role));
    if (refusal) return refuse(refusal);
    const { userId, username } = person;
    if (member?.role === role) return ok(userId);
    const put = { projectId, userId, role, addedBy: actor.userId, addedAt: deps.clock.now() };
    await deps.projects.putMember(tx, put);
    await recordAct(deps, tx, actor, {
      action: member ? 'project.change-member' : 'project.add-member',
      target: { kind: 'project', id: projectId, name },
      detail: { userId, username, role, before: member?.role ?? null },
    });
    return ok(userId);
  });
}

export function removeMember(
  deps: ChangeProjectDeps,
  { actor, projectId, user }: MemberOrder,
): Promise<Result<null, MemberRefusal>> {
  return withProject<null, MemberRefusal>(deps, projectId, async (tx, { name }) => {
    const member = await deps.projects.findMember(tx, projectId, user);
    if (!member) return refuse(noMember(user, name));
    const refusal = member.userId === actor.userId ? null : refuseRank(actor, member.role);
    if (refusal) return refuse(refusal);
    await deps.projects.removeMember(tx, projectId, member.userId);
    await recordAct(deps, tx, actor, actOfRemoval(member, projectId, name));
    return ok(null);
  });
}

const actOfRemoval = ({ userId, username, role }: MemberRow, projectId: ProjectId, name: string) =>
  ({
    action: 'project.remove-member',
    target: { kind: 'project', id: projectId, name },
    detail: { userId, username, role },
  }) as const;

const noMember = (user: string, project: string): MemberRefusal => ({
  code: 'not-found',
  message: `The project "${project}" has no member "${user}".`,
});

/** Nobody gives, takes or changes a role above their own. */
function refuseRank({ scopes }: Actor, role: ProjectRole): MemberRefusal | null {
  if (mayGrant(scopes, role)) return null;
  return { code: 'not-allowed', message: `The role "${role}" is given and taken by leads and admins.` };
}
