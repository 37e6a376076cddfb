/** Makes the account that an invitation is for, and its first session. Of two at once one wins. */
import type { InvitationAcceptance, Refusal, UserId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { type AuditScene, recordActIn } from '../audit.ts';
import { refusePassword } from '../passwords/judge-password.ts';
import type { PasswordHasher } from '../passwords/ports.ts';
import {
  type Begun,
  beginSessionIn,
  completeSession,
  personIn,
  type SessionDeps,
  type SessionTokens,
} from '../sessions/begin-session.ts';
import type { Visitor } from '../sessions/ports.ts';
import { hashSecret } from '../tokens.ts';
import { describeTaken } from './describe-taken.ts';
import { couldStillMake } from './may-manage.ts';
import type { HeldInvitation, InvitationStore, PeopleStore } from './ports.ts';

export type AcceptDeps = SessionDeps & {
  inTransaction: InTransaction;
  passwordHasher: PasswordHasher;
  peopleStore: Pick<PeopleStore, 'insertUser'>;
  invitations: InvitationStore;
};
export type AcceptRefusal = Refusal<'link-expired' | 'invalid-request' | 'already-exists'>;

/** The same for one that was used or revoked, that has expired, and that never was. */
const NO_LONGER_GOOD: Refusal<'link-expired'> = {
  code: 'link-expired',
  message: 'This invitation is not good, or no longer: it is good once and for some days. Ask for a new one.',
};

/** What the invited is told before they accept. */
export const findInvitation = async (deps: FindDeps, token: string) =>
  findByHash(deps, await hashSecret(token));

type FindDeps = Pick<AcceptDeps, 'invitations' | 'clock'>;

async function findByHash(
  { invitations, clock }: FindDeps,
  hash: string,
): Promise<Result<HeldInvitation, Refusal<'link-expired'>>> {
  const held = await invitations.findOpen(hash, clock.now());
  return isGood(held) ? ok(held) : refuse(NO_LONGER_GOOD);
}

export async function acceptInvitation(
  deps: AcceptDeps,
  { token, username, password }: InvitationAcceptance,
  visitor: Visitor,
): Promise<Result<SessionTokens, AcceptRefusal>> {
  const hash = await hashSecret(token);
  // Hashing a password is work: nobody gets it done for a link that is not good.
  const found = await findByHash(deps, hash);
  if (!found.ok) return found;
  const fault = refusePassword(password, username);
  if (fault !== null) return refuse(fault);
  const passwordHash = await deps.passwordHasher.hash(password);
  const begun = await deps.inTransaction(async (tx) => {
    const held = await deps.invitations.lockOpen(tx, hash, deps.clock.now());
    return isGood(held) ? admit(deps, tx, { held, username, passwordHash, visitor }) : refuse(NO_LONGER_GOOD);
  });
  return begun.ok ? ok(await completeSession(deps, begun.value)) : begun;
}

const isGood = (held: HeldInvitation | null): held is HeldInvitation =>
  held !== null && couldStillMake(held.maker, held.teamId, held.roles);

type Entry = { held: HeldInvitation; username: string; passwordHash: string; visitor: Visitor };

async function admit(
  deps: AcceptDeps,
  tx: Tx,
  { held, username, passwordHash, visitor }: Entry,
): Promise<Result<Begun, Refusal<'already-exists'>>> {
  const { invitationId, teamId, teamName, roles, email, maker } = held;
  const userId = deps.ids.next<UserId>();
  const person = { userId, username, teamId };
  const taken = await deps.peopleStore.insertUser(tx, {
    ...person,
    email,
    roles,
    active: true,
    passwordHash,
  });
  if (taken) return refuse(describeTaken(taken));
  await deps.invitations.accept(tx, invitationId, userId, deps.clock.now());
  const begun = await beginSessionIn(deps, tx, person, 'invitation', visitor);
  const by = personIn(person, begun.sessionId);
  const scene: AuditScene = { teamId, by, address: visitor.address, requestId: visitor.requestId };
  await recordActIn(deps, tx, scene, {
    action: 'user.create',
    target: { kind: 'user', id: userId, name: username },
    detail: { roles, email, teamId, teamName, because: 'invitation' },
  });
  await recordActIn(deps, tx, scene, {
    action: 'invitation.accept',
    target: { kind: 'invitation', id: invitationId, name: email },
    detail: { userId, username, roles, invitedBy: maker.username },
  });
  return ok(begun);
}
