/** One's own password, new or changed. All other sessions end: whoever holds one may be why it was changed. */
import type { Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Tx } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit.ts';
import type { SessionStore } from '../sessions/ports.ts';
import { refusePassword } from './judge-password.ts';
import { type TryPasswordDeps, tryPassword } from './try-password.ts';

export type ChangePasswordDeps = TryPasswordDeps & { sessions: SessionStore };
/** `current` is not asked of who has none yet. */
export type PasswordChange = { current: string | null; password: string };
export type ChangePasswordRefusal = Refusal<'invalid-request' | 'not-allowed' | 'rate-limited'>;

export async function changePassword(
  deps: ChangePasswordDeps,
  actor: Actor,
  { current, password }: PasswordChange,
): Promise<Result<null, ChangePasswordRefusal>> {
  const fault = refusePassword(password, actor.username);
  if (fault !== null) return refuse(fault);
  const hash = await deps.passwordHasher.hash(password);
  const account = await deps.passwords.accountOf(actor.userId);
  if (account && account.passwordHash === null)
    return ok(await deps.inTransaction((tx) => save(deps, tx, actor, hash)));
  const { username, address, requestId } = actor;
  const visitor = { address, requestId, userAgent: null };
  const order = { username, password: current ?? '', visitor };
  const changed = await tryPassword(deps, order, (tx) => save(deps, tx, actor, hash));
  if (changed.ok) return changed;
  const { error } = changed;
  return refuse(error.code === 'rate-limited' ? { ...error, code: 'rate-limited' } : CURRENT_IS_OTHER);
}

const CURRENT_IS_OTHER: ChangePasswordRefusal = {
  code: 'not-allowed',
  message: 'The current password is not right.',
};

async function save(deps: ChangePasswordDeps, tx: Tx, actor: Actor, hash: string): Promise<null> {
  const { userId, username, sessionId } = actor;
  await deps.passwords.save(tx, userId, hash);
  const order = { userId, but: sessionId, why: 'the password was changed' };
  const ended = await deps.sessions.end(tx, order, deps.clock.now());
  await recordAct(deps, tx, actor, {
    action: 'password.change',
    target: { kind: 'user', id: userId, name: username },
    detail: { sessionsEnded: ended.length },
  });
  return null;
}
