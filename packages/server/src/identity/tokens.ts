/** API tokens: random, shown once, stored as SHA-256 (they are long and random: no slow hash is needed). */
import type { Scope, TokenId, UserId } from '@gauntlet/contract';
import { type Clock, secondsAfter } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
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
export function newSecret(prefix: string): string {
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

/** The token itself is in the answer and nowhere else. */
export function createToken(
  deps: AuditedTokenDeps,
  actor: Actor,
  order: Omit<TokenOrder, 'userId' | 'kind'>,
): Promise<{ token: string; row: NewToken }> {
  return deps.inTransaction(async (tx) => {
    const made = await createTokenIn(deps, tx, { ...order, userId: actor.userId, kind: 'token' });
    const { tokenId, name, scopes, expiresAt } = made.row;
    await recordAct(deps, tx, actor, {
      action: 'token.create',
      target: { kind: 'token', id: tokenId, name },
      detail: { scopes, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return made;
  });
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
