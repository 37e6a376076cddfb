/** Ends an API token: one's own, or that of somebody one looks after who may do no more than oneself. */
import type { Refusal, TokenId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit.ts';
import type { HeldToken } from '../ports.ts';
import type { AuditedTokenDeps } from '../tokens.ts';
import { managesTeam, refuseRoles } from './may-manage.ts';

type RevokeRefusal = Refusal<'not-found' | 'not-allowed'>;

export function revokeToken(
  deps: AuditedTokenDeps,
  actor: Actor,
  tokenId: TokenId,
): Promise<Result<null, RevokeRefusal>> {
  return deps.inTransaction(async (tx) => {
    const held = await deps.tokens.lock(tx, tokenId);
    const refusal = refuseRevoking(actor, held, tokenId);
    if (!held || refusal) return refuse(refusal ?? noToken(tokenId));
    await deps.tokens.revoke(tx, tokenId);
    const { userId, username, teamId } = held.owner;
    await recordAct(deps, tx, actor, {
      action: 'token.revoke',
      target: { kind: 'token', id: tokenId, name: held.name },
      detail: userId === actor.userId ? {} : { userId, username },
      of: [teamId],
    });
    return ok(null);
  });
}

function refuseRevoking(actor: Actor, held: HeldToken | null, tokenId: TokenId): RevokeRefusal | null {
  if (held?.owner.userId === actor.userId) return null;
  if (!held || !managesTeam(actor, held.owner.teamId)) return noToken(tokenId);
  return refuseRoles(actor, held.owner.roles);
}

/** The same for one that is not there, that was revoked, and that is somebody else's. */
const noToken = (tokenId: TokenId): RevokeRefusal => ({
  code: 'not-found',
  message: `There is no token ${tokenId} of yours, or of somebody you look after.`,
});
