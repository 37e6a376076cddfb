/** Ending sessions: one's own by signing out or from the list, and all others after a change of password. */
import type { Refusal, SessionId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Clock } from '../../kernel/clock.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { type AuditDeps, recordAct, recordActIn } from '../audit.ts';
import { hashSecret } from '../tokens.ts';
import { personIn } from './begin-session.ts';
import type { SessionStore, Visitor } from './ports.ts';
import { isRefreshToken } from './refresh-session.ts';

export type EndSessionDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  sessions: SessionStore;
};

/** Ends a session of the actor's own, also the one that asks. */
export function endSession(
  { inTransaction, clock, sessions, events }: EndSessionDeps,
  actor: Actor,
  sessionId: SessionId,
): Promise<Result<null, Refusal<'not-found'>>> {
  return inTransaction(async (tx) => {
    const order = { userId: actor.userId, only: sessionId, why: 'ended by its owner' };
    const ended = await sessions.end(tx, order, clock.now());
    if (ended.length === 0)
      return refuse({ code: 'not-found', message: `You have no session ${sessionId}.` });
    const target = { kind: 'session', id: sessionId, name: actor.username };
    await recordAct({ events }, tx, actor, {
      action: 'session.end',
      target,
      detail: { why: order.why },
    });
    return ok(null);
  });
}

/** Ends the session of a refresh token. One that is unknown or over is no fault: then it has ended. */
export async function logOut(
  { inTransaction, clock, sessions, events }: EndSessionDeps,
  refreshToken: string,
  { address, requestId }: Visitor,
): Promise<void> {
  if (!isRefreshToken(refreshToken)) return;
  const hash = await hashSecret(refreshToken);
  await inTransaction(async (tx) => {
    const held = await sessions.lockByRefreshToken(tx, hash);
    if (!held) return;
    const { sessionId, person } = held;
    const order = { userId: person.userId, only: sessionId, why: 'signed out' };
    if ((await sessions.end(tx, order, clock.now())).length === 0) return;
    const scene = { teamId: person.teamId, by: personIn(person, sessionId), address, requestId };
    const target = { kind: 'session', id: sessionId, name: person.username };
    await recordActIn({ events }, tx, scene, {
      action: 'session.end',
      target,
      detail: { why: order.why },
    });
  });
}
