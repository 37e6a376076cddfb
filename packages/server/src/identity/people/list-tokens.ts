/** The API tokens of somebody one looks after: what they may do and when they were last used, never the tokens. */
import type { Refusal } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import type { Actor } from '../actor.ts';
import type { TokenRow, TokenStore } from '../ports.ts';
import { type ShowPeopleDeps, showUser } from './show-people.ts';

export type ListTokensDeps = ShowPeopleDeps & { tokens: Pick<TokenStore, 'listOf'> };

export async function listTokensOf(
  deps: ListTokensDeps,
  actor: Actor,
  idOrName: string,
): Promise<Result<TokenRow[], Refusal<'not-found'>>> {
  const user = await showUser(deps, actor, idOrName);
  return user.ok ? ok(await deps.tokens.listOf(user.value.userId)) : user;
}
