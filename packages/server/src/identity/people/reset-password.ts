/** A new password by a link. All sessions and links from before end: whoever holds one may be why. */
import type { PasswordResetUse, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { recordActIn } from '../audit.ts';
import { refusePassword } from '../passwords/judge-password.ts';
import type { PasswordHasher, Passwords } from '../passwords/ports.ts';
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
import { couldStillMake } from './may-manage.ts';
import type { HeldReset, PasswordResets, PeopleStore } from './ports.ts';

export type ResetDeps = SessionDeps & {
  inTransaction: InTransaction;
  passwordHasher: PasswordHasher;
  passwords: Pick<Passwords, 'save'>;
  peopleStore: Pick<PeopleStore, 'removeLinks'>;
  passwordResets: PasswordResets;
};
export type ResetRefusal = Refusal<'link-expired' | 'invalid-request'>;

/** The same for one that was used, that has expired, and that never was. */
const NO_LONGER_GOOD: Refusal<'link-expired'> = {
  code: 'link-expired',
  message: 'This link is not good, or no longer: it is good once and for a short time. Ask for a new one.',
};

/** @returns the user name that the password is for. */
export const findPasswordReset = async (deps: FindDeps, token: string) =>
  findByHash(deps, await hashSecret(token));

type FindDeps = Pick<ResetDeps, 'passwordResets' | 'clock'>;

async function findByHash(
  { passwordResets, clock }: FindDeps,
  hash: string,
): Promise<Result<{ username: string }, Refusal<'link-expired'>>> {
  const held = await passwordResets.find(hash, clock.now());
  return isGood(held) ? ok({ username: held.member.username }) : refuse(NO_LONGER_GOOD);
}

export async function resetPassword(
  deps: ResetDeps,
  { token, password }: PasswordResetUse,
  visitor: Visitor,
): Promise<Result<SessionTokens, ResetRefusal>> {
  const hash = await hashSecret(token);
  const found = await findByHash(deps, hash);
  if (!found.ok) return found;
  const fault = refusePassword(password, found.value.username);
  if (fault !== null) return refuse(fault);
  const passwordHash = await deps.passwordHasher.hash(password);
  const begun = await deps.inTransaction(async (tx) => {
    const held = await deps.passwordResets.take(tx, hash, deps.clock.now());
    return isGood(held) ? save(deps, tx, { held, passwordHash, visitor }) : null;
  });
  return begun ? ok(await completeSession(deps, begun)) : refuse(NO_LONGER_GOOD);
}

const isGood = (held: HeldReset | null): held is HeldReset =>
  held !== null && couldStillMake(held.maker, held.member.teamId, held.member.roles);

type Entry = { held: HeldReset; passwordHash: string; visitor: Visitor };

async function save(deps: ResetDeps, tx: Tx, { held, passwordHash, visitor }: Entry): Promise<Begun> {
  const { member, maker } = held;
  const { userId, username, teamId } = member;
  await deps.passwords.save(tx, userId, passwordHash);
  await deps.peopleStore.removeLinks(tx, userId);
  const ended = await deps.sessions.end(tx, { userId, why: 'the password was reset' }, deps.clock.now());
  const begun = await beginSessionIn(deps, tx, member, 'link', visitor);
  const { address, requestId } = visitor;
  const scene = { teamId, by: personIn(member, begun.sessionId), address, requestId };
  await recordActIn(deps, tx, scene, {
    action: 'password.reset',
    target: { kind: 'user', id: userId, name: username },
    detail: { sessionsEnded: ended.length, linkMadeBy: maker.username },
  });
  return begun;
}
