/** Trades a refresh token for an access token and the next refresh token. One that was used before ends the session. */
import type { Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { NOBODY, recordActIn } from '../audit.ts';
import { hashSecret } from '../tokens.ts';
import { addRefreshToken, completeSession, type SessionDeps, type SessionTokens } from './begin-session.ts';
import { judgeRefresh } from './judge-refresh.ts';
import type { HeldSession, Visitor } from './ports.ts';

export type RefreshDeps = SessionDeps & { inTransaction: InTransaction };
type Refreshed = HeldSession & { refreshToken: string };

export async function refreshSession(
  deps: RefreshDeps,
  token: string,
  visitor: Visitor,
): Promise<Result<SessionTokens, Refusal<'not-signed-in'>>> {
  if (!isRefreshToken(token)) return refuse(SESSION_OVER);
  const hash = await hashSecret(token);
  const refreshed = await deps.inTransaction((tx) => refreshIn(deps, tx, hash, visitor));
  return refreshed ? ok(await completeSession(deps, refreshed)) : refuse(SESSION_OVER);
}

export const isRefreshToken = (token: string) => token.startsWith('grt_') && token.length <= 200;

const SESSION_OVER: Refusal<'not-signed-in'> = {
  code: 'not-signed-in',
  message: 'This session is over. Sign in again.',
};

async function refreshIn(
  deps: RefreshDeps,
  tx: Tx,
  hash: string,
  visitor: Visitor,
): Promise<Refreshed | null> {
  const now = deps.clock.now();
  const held = await deps.sessions.lockByRefreshToken(tx, hash);
  if (!held?.live || held.expiresAt <= now) return null;
  const judged = judgeRefresh(await deps.sessions.useOf(tx, hash), now);
  if (judged === 'stolen') {
    await endForReuse(deps, tx, held, visitor);
    return null;
  }
  await deps.sessions.touch(tx, held.sessionId, now);
  return { ...held, refreshToken: await addRefreshToken(deps, tx, held.sessionId, hash) };
}

/** For thief and owner alike. */
async function endForReuse(
  deps: RefreshDeps,
  tx: Tx,
  { sessionId, person }: HeldSession,
  { address, requestId }: Visitor,
): Promise<void> {
  const why = 'a refresh token was used twice';
  await deps.sessions.end(tx, { userId: person.userId, only: sessionId, why }, deps.clock.now());
  const target = { kind: 'session', id: sessionId, name: person.username };
  const scene = { teamId: person.teamId, by: NOBODY, address, requestId };
  await recordActIn(deps, tx, scene, { action: 'session.end', target, detail: { why } });
}
