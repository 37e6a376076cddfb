/** API tokens: random, shown once, stored as SHA-256 (they are long and random: no slow hash is needed). */
import { MOST_TOKENS, type Refusal, type Scope, type TokenId, type UserId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Clock, secondsAfter } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import type { SecretPrefix } from '../kernel/secret-prefixes.ts';
import type { InTransaction, Tx } from '../kernel/tx.ts';
import type { Actor } from './actor.ts';
import { type AuditDeps, recordAct } from './audit.ts';
import type { NewToken, TokenStore } from './ports.ts';

export type TokenDeps = { clock: Clock; ids: Ids; tokens: TokenStore };
export type AuditedTokenDeps = TokenDeps & AuditDeps & { inTransaction: InTransaction };

export type TokenOrder = {
  userId: UserId;
  name: string;
  scopes: readonly Scope[];
  kind: NewToken['kind'];
  expiresInSeconds: number | null;
};

/** 256 random bits, with a prefix that secret scanners can know. */
export function newSecret(prefix: SecretPrefix): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return (
    prefix +
    btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '')
  );
}

export async function hashSecret(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export type MadeToken = { token: string; row: NewToken };

/** The token itself is in the answer and nowhere else. */
export function createToken(
  deps: AuditedTokenDeps,
  actor: Actor,
  order: Omit<TokenOrder, 'userId' | 'kind'>,
): Promise<Result<MadeToken, Refusal<'not-allowed'>>> {
  return deps.inTransaction(async (tx) => {
    const full = await refuseToken(deps, tx, actor.userId);
    if (full) return refuse(full);
    const made = await createTokenIn(deps, tx, { ...order, userId: actor.userId, kind: 'token' });
    const { tokenId, name, scopes, expiresAt } = made.row;
    await recordAct(deps, tx, actor, {
      action: 'token.create',
      target: { kind: 'token', id: tokenId, name },
      detail: { scopes, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return ok(made);
  });
}

/** A person has room for so many that are still good: each would have a rate limit of its own. */
export async function refuseToken(
  { clock, tokens }: Pick<TokenDeps, 'clock' | 'tokens'>,
  tx: Tx,
  userId: UserId,
): Promise<Refusal<'not-allowed'> | null> {
  if ((await tokens.holdLive(tx, userId, clock.now())) < MOST_TOKENS) return null;
  const message = `One person has at most ${MOST_TOKENS} tokens. Revoke one that is not used any more.`;
  return { code: 'not-allowed', message };
}

export async function createTokenIn(
  { clock, ids, tokens }: TokenDeps,
  tx: Tx,
  { expiresInSeconds, ...order }: TokenOrder,
): Promise<{ token: string; row: NewToken }> {
  const token = newSecret('gnt_');
  const expiresAt = expiresInSeconds === null ? null : secondsAfter(clock.now(), expiresInSeconds);
  const row = {
    ...order,
    tokenId: ids.next<TokenId>(),
    hash: await hashSecret(token),
    prefix: token.slice(0, 8),
    expiresAt,
  };
  await tokens.insert(tx, row);
  return { token, row };
}
