/** User name and password for a session. */
import type { Refusal } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import {
  beginSessionIn,
  completeSession,
  type SessionDeps,
  type SessionTokens,
} from '../sessions/begin-session.ts';
import { type PasswordOrder, type TryPasswordDeps, tryPassword } from './try-password.ts';

export type LogInDeps = TryPasswordDeps & SessionDeps;

/** A wrong password and an unknown user are the same to whoever asks, in words and in time. */
export async function logIn(
  deps: LogInDeps,
  order: PasswordOrder,
): Promise<Result<SessionTokens, Refusal<'not-signed-in' | 'rate-limited'>>> {
  const begun = await tryPassword(deps, order, (tx, account) =>
    beginSessionIn(deps, tx, account, 'password', order.visitor),
  );
  return begun.ok ? ok(await completeSession(deps, begun.value)) : begun;
}
