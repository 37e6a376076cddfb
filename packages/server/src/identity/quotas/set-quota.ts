/** Sets or clears a limit of a team or a person, and writes down who did. */
import type { QuotaChange, QuotaResource, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { InTransaction } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { type AuditDeps, recordAct } from '../audit.ts';
import type { QuotaHolder, QuotaStore } from './ports.ts';

export type SetQuotaDeps = AuditDeps & {
  inTransaction: InTransaction;
  quotaStore: QuotaStore;
};

export type SetQuotaOrder = {
  actor: Actor;
  holder: { kind: QuotaHolder['kind']; idOrName: string };
  resource: QuotaResource;
  /** Null clears. */
  limit: number | null;
  /** What the caller thinks is set (null: nothing); undefined when the caller does not care. */
  expected: number | null | undefined;
};

export type SetQuotaRefusal = Refusal<'not-found' | 'changed-meanwhile'>;

export async function setQuota(
  deps: SetQuotaDeps,
  order: SetQuotaOrder,
): Promise<Result<QuotaChange, SetQuotaRefusal>> {
  const { kind, idOrName } = order.holder;
  const { findTeam, findUser } = deps.quotaStore;
  const holder = await (kind === 'team' ? findTeam(idOrName) : findUser(idOrName));
  if (!holder) return refuse({ code: 'not-found', message: `There is no ${kind} "${idOrName}".` });
  return deps.inTransaction(async (tx) => {
    const before = (await deps.quotaStore.lockLimits(tx, holder))[order.resource] ?? null;
    const refusal = refuseChange(holder, order, before);
    if (refusal) return refuse(refusal);
    const { actor, resource, limit } = order;
    await deps.quotaStore.write(tx, holder, resource, limit);
    await recordAct(deps, tx, actor, {
      action: limit === null ? 'quota.clear' : 'quota.set',
      target: { kind: holder.kind, id: holder.id, name: holder.name },
      detail: { resource, limit, before },
      of: [holder.kind === 'team' ? holder.id : holder.teamId],
    });
    return ok({ resource, limit, before });
  });
}

function refuseChange(
  { kind, name }: QuotaHolder,
  { resource, limit, expected }: SetQuotaOrder,
  before: number | null,
): SetQuotaRefusal | null {
  if (expected !== undefined && expected !== before)
    return {
      code: 'changed-meanwhile',
      message: `The quota ${resource} of the ${kind} "${name}" is ${before ?? 'not set'} now, not ${expected ?? 'unset'}. Look again, then decide.`,
    };
  if (limit === null && before === null)
    return { code: 'not-found', message: `No quota ${resource} is set for the ${kind} "${name}".` };
  return null;
}
