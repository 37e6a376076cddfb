/** Makes an account without a password; the one-time link that comes with it is the way in. */
import type { Refusal, UserId, UserRequest } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { type AuditDeps, recordAct } from '../audit.ts';
import type { SignInLinks } from '../ports.ts';
import { createSignInLinkIn } from '../sign-in.ts';
import { describeTaken } from './describe-taken.ts';
import { lockTeamToJoin } from './lock-team-to-join.ts';
import type { PeopleStore } from './ports.ts';

export type CreateUserDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  links: SignInLinks;
  peopleStore: PeopleStore;
};
/** `code` belongs into `/signin?code=`. */
export type UserMade = { userId: UserId; code: string; expiresAt: Date };

export function createUser(
  deps: CreateUserDeps,
  actor: Actor,
  { username, email: address, roles, teamId: asked = actor.teamId }: UserRequest,
): Promise<Result<UserMade, Refusal<'not-found' | 'not-allowed' | 'already-exists'>>> {
  const email = address ?? null;
  return deps.inTransaction(async (tx) => {
    const team = await lockTeamToJoin(deps, tx, actor, { asked, roles });
    if (!team.ok) return team;
    const { teamId, name: teamName } = team.value;
    const userId = deps.ids.next<UserId>();
    const member = { userId, username, email, teamId, roles, active: true, passwordHash: null };
    const taken = await deps.peopleStore.insertUser(tx, member);
    if (taken) return refuse(describeTaken(taken));
    const link = await createSignInLinkIn(deps, tx, userId);
    await recordAct(deps, tx, actor, {
      action: 'user.create',
      target: { kind: 'user', id: userId, name: username },
      detail: { roles, email, teamId, teamName, linkExpiresAt: link.expiresAt.toISOString() },
      of: [teamId],
    });
    return ok({ userId, ...link });
  });
}
