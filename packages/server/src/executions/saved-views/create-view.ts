/** Filters are saved under a name: for who asks, or for everybody in the workspace. */
import type { ViewId, ViewRequest } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, recordAct } from '../../identity/index.ts';
import {
  refuseFilters,
  refuseName,
  refuseToShare,
  targetOf,
  type ViewDeps,
  type ViewRefusal,
} from './guard-view.ts';

export async function createView(
  deps: ViewDeps,
  actor: Actor,
  request: ViewRequest,
): Promise<Result<ViewId, ViewRefusal>> {
  const refusal = refuseToShare(actor, request) ?? (await refuseFilters(deps, actor, request.filters));
  if (refusal) return refuse(refusal);
  const { teamId, projectId, userId: ownerId, username: ownerName } = actor;
  const viewId = deps.ids.next<ViewId>();
  const view = { viewId, teamId, projectId, ownerId, ownerName, ...request, deletedAt: null };
  return deps.inTransaction(async (tx): Promise<Result<ViewId, ViewRefusal>> => {
    const taken = await refuseName(deps, tx, view);
    if (taken) return refuse(taken);
    await deps.views.insert(tx, view, deps.clock.now());
    const detail = { visibility: view.visibility };
    await recordAct(deps, tx, actor, { action: 'view.create', target: targetOf(view), detail });
    return ok(viewId);
  });
}
