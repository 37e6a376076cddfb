/**
 * Changes an account. What changes who somebody is here (roles, team, active) also ends the sessions and links
 * of who they were: what was stolen of a small account is worth nothing when it grows, and what a page or
 * program still believes of a great one is asked anew.
 */
import type { Refusal, UserId, UserPatch } from '@gauntlet/contract';
import { allows } from '@gauntlet/core/identity';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Clock } from '../../kernel/clock.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { type AuditDeps, recordAct } from '../audit.ts';
import type { SessionStore } from '../sessions/ports.ts';
import { describeTaken } from './describe-taken.ts';
import { inactiveTeam, managesTeam, noSuch, refuseRoles } from './may-manage.ts';
import type { Member, PeopleStore, Team } from './ports.ts';

export type ChangeUserDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  peopleStore: PeopleStore;
  sessions: Pick<SessionStore, 'end'>;
};
type ChangeRefusal = Refusal<'not-found' | 'not-allowed' | 'already-exists' | 'last-admin'>;
type Changes = Partial<Omit<Member, 'userId'>>;
type Changed = { member: Member; changes: Changes };

export function changeUser(
  deps: ChangeUserDeps,
  actor: Actor,
  idOrName: string,
  patch: UserPatch,
): Promise<Result<UserId, ChangeRefusal>> {
  return deps.inTransaction(async (tx) => {
    const member = await deps.peopleStore.lockUser(tx, idOrName);
    if (!member || !managesTeam(actor, member.teamId)) return refuse(noSuch('user', idOrName));
    // Whoever may do more than the actor is not the actor's to change, whatever the change is.
    const beyond = refuseRoles(actor, [...member.roles, ...(patch.roles ?? [])]);
    if (beyond) return refuse(beyond);
    const team = await teamFor(deps, tx, actor, patch.teamId);
    if (!team.ok) return team;
    const changes = changesOf(member, { ...patch, teamId: team.value?.teamId });
    const last = await refuseLastAdmin(deps, tx, member, changes);
    if (last) return refuse(last);
    const taken = await deps.peopleStore.updateUser(tx, member.userId, changes);
    if (taken) return refuse(describeTaken(taken));
    await followUp(deps, tx, actor, { member, changes });
    return ok(member.userId);
  });
}

async function teamFor(
  { peopleStore }: ChangeUserDeps,
  tx: Tx,
  actor: Actor,
  asked: string | undefined,
): Promise<Result<Team | null, Refusal<'not-found' | 'not-allowed'>>> {
  if (asked === undefined) return ok(null);
  if (!allows(actor.scopes, 'admin'))
    return refuse({
      code: 'not-allowed',
      message: 'Choosing the home team of somebody takes the scope "admin".',
    });
  const team = await peopleStore.lockTeam(tx, asked);
  if (!team) return refuse(noSuch('team', asked));
  return team.active ? ok(team) : refuse(inactiveTeam(team.name));
}

/** What is not as it is asked to be. */
function changesOf(member: Member, wanted: Changes): Changes {
  const changed = Object.entries(wanted).filter(
    ([key, value]) =>
      value !== undefined && JSON.stringify(value) !== JSON.stringify(member[key as keyof Member]),
  );
  return Object.fromEntries(changed);
}

async function refuseLastAdmin(
  { peopleStore }: ChangeUserDeps,
  tx: Tx,
  { userId, username, active, roles }: Member,
  changes: Changes,
): Promise<Refusal<'last-admin'> | null> {
  const stays = changes.active !== false && (changes.roles ?? roles).includes('admin');
  if (!active || !roles.includes('admin') || stays) return null;
  if ((await peopleStore.countOtherAdmins(tx, { userId })) > 0) return null;
  return {
    code: 'last-admin',
    message: `"${username}" is the last active admin: nobody could look after this server. Make somebody else an admin first.`,
  };
}

async function followUp(
  deps: ChangeUserDeps,
  tx: Tx,
  actor: Actor,
  { member, changes }: Changed,
): Promise<void> {
  const { userId, username } = member;
  const { active, ...others } = changes;
  const target = { kind: 'user', id: userId, name: username };
  const of = [member.teamId, ...(changes.teamId ? [changes.teamId] : [])];
  const ended = await endWhatWas(deps, tx, actor, { member, changes });
  if (active !== undefined)
    await recordAct(deps, tx, actor, {
      action: active ? 'user.activate' : 'user.deactivate',
      target,
      detail: ended,
      of,
    });
  if (Object.keys(others).length === 0) return;
  const before = Object.keys(others).map((key) => [key, member[key as keyof Member]]);
  const detail = { before: Object.fromEntries(before), after: others, ...ended };
  await recordAct(deps, tx, actor, { action: 'user.change', target, detail, of });
}

async function endWhatWas(
  { peopleStore, sessions, clock }: ChangeUserDeps,
  tx: Tx,
  { sessionId }: Actor,
  { member: { userId }, changes: { active, roles, teamId } }: Changed,
): Promise<{ sessionsEnded?: number }> {
  if (active === undefined && !roles && !teamId) return {};
  await peopleStore.removeLinks(tx, userId);
  const order =
    active === undefined
      ? // Whoever changes themselves gains nothing by it, and has just shown who they are.
        { userId, but: sessionId, why: 'the roles or the home team changed' }
      : // Also when somebody comes back: nothing goes on that began in the moment they were put out.
        { userId, why: 'the account was deactivated' };
  return { sessionsEnded: (await sessions.end(tx, order, clock.now())).length };
}
