import type { InvitationId, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit.ts';
import type { InviteDeps } from './create-invitation.ts';
import { managesTeam, noSuch } from './may-manage.ts';
import type { ShowPeopleDeps } from './show-people.ts';

/** An accepted one stays what it is: its account is what can be deactivated then. */
export async function revokeInvitation(
  deps: InviteDeps & ShowPeopleDeps,
  actor: Actor,
  invitationId: InvitationId,
): Promise<Result<null, Refusal<'not-found' | 'already-ended'>>> {
  const now = deps.clock.now();
  const found = await deps.peopleReader.invitation(invitationId, now);
  if (!found || !managesTeam(actor, found.teamId)) return refuse(noSuch('invitation', invitationId));
  return deps.inTransaction(async (tx) => {
    if (!(await deps.invitations.revoke(tx, invitationId, now)))
      return refuse({
        code: 'already-ended',
        message: `The invitation ${invitationId} is not open: it was accepted or revoked, or has expired.`,
      });
    const { email, roles, teamId, teamName } = found;
    await recordAct(deps, tx, actor, {
      action: 'invitation.revoke',
      target: { kind: 'invitation', id: invitationId, name: email },
      detail: { roles, teamId, teamName },
      of: [teamId],
    });
    return ok(null);
  });
}
