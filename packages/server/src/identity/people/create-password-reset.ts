/** A link by which somebody sets a new password, made by who looks after them. A new one ends the last one. */
import type { Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { type AuditDeps, recordAct } from '../audit.ts';
import { hashSecret, newSecret } from '../tokens.ts';
import { managesTeam, noSuch, refuseRoles } from './may-manage.ts';
import type { PasswordResets, PeopleStore } from './ports.ts';

export type CreateResetDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  peopleStore: PeopleStore;
  passwordResets: PasswordResets;
};
/** `token` belongs into `/password-reset?token=`. */
export type ResetMade = { token: string; expiresAt: Date };

export function createPasswordReset(
  deps: CreateResetDeps,
  actor: Actor,
  idOrName: string,
  expiresInMinutes: number,
): Promise<Result<ResetMade, Refusal<'not-found' | 'not-allowed'>>> {
  return deps.inTransaction(async (tx) => {
    const member = await deps.peopleStore.lockUser(tx, idOrName);
    if (!member || !managesTeam(actor, member.teamId)) return refuse(noSuch('user', idOrName));
    const { userId, username, roles, active, teamId } = member;
    const beyond = refuseRoles(actor, roles) ?? (active ? null : inactive(username));
    if (beyond) return refuse(beyond);
    const token = newSecret('gpr_');
    const hash = await hashSecret(token);
    const createdAt = deps.clock.now();
    const expiresAt = secondsAfter(createdAt, expiresInMinutes * 60);
    await deps.passwordResets.put(tx, { hash, userId, createdBy: actor.userId, createdAt, expiresAt });
    await recordAct(deps, tx, actor, {
      action: 'password-reset.create',
      target: { kind: 'user', id: userId, name: username },
      detail: { expiresAt: expiresAt.toISOString() },
      of: [teamId],
    });
    return ok({ token, expiresAt });
  });
}

const inactive = (username: string): Refusal<'not-allowed'> => ({
  code: 'not-allowed',
  message: `"${username}" is deactivated: a new password would let nobody in. Activate the account first.`,
});
