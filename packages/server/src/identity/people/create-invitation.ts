/** A link by which somebody makes an account in a team: good once, for some days, and until it is revoked. */
import type { InvitationId, InvitationRequest, Refusal } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { type AuditDeps, recordAct } from '../audit.ts';
import { hashSecret, newSecret } from '../tokens.ts';
import { lockTeamToJoin } from './lock-team-to-join.ts';
import type { InvitationStore, PeopleStore } from './ports.ts';

export type InviteDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  peopleStore: PeopleStore;
  invitations: InvitationStore;
};
/** `token` belongs into `/invitation?token=`. */
export type InvitationMade = { invitationId: InvitationId; token: string };

const DAY_SECONDS = 24 * 3600;
const USUAL_DAYS = 7;

export function createInvitation(
  deps: InviteDeps,
  actor: Actor,
  { roles, email: address, teamId: asked = actor.teamId, expiresInDays }: InvitationRequest,
): Promise<Result<InvitationMade, Refusal<'not-found' | 'not-allowed'>>> {
  const email = address ?? null;
  return deps.inTransaction(async (tx) => {
    const team = await lockTeamToJoin(deps, tx, actor, { asked, roles });
    if (!team.ok) return team;
    const { teamId, name: teamName, settings } = team.value;
    const days = expiresInDays ?? settings.invitationDays ?? USUAL_DAYS;
    const createdAt = deps.clock.now();
    const expiresAt = secondsAfter(createdAt, days * DAY_SECONDS);
    const invitationId = deps.ids.next<InvitationId>();
    const token = newSecret('giv_');
    const invitation = { invitationId, teamId, roles, email, expiresAt, createdAt };
    const hash = await hashSecret(token);
    await deps.invitations.insert(tx, { ...invitation, hash, createdBy: actor.userId });
    await recordAct(deps, tx, actor, {
      action: 'invitation.create',
      target: { kind: 'invitation', id: invitationId, name: email },
      detail: { roles, email, teamId, teamName, expiresAt: expiresAt.toISOString() },
      of: [teamId],
    });
    return ok({ invitationId, token });
  });
}
