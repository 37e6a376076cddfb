/** A view is deleted; for a day it can be had back as it was, under the same id. */
import { VIEW_RESTORE_HOURS, type ViewId } from '@gauntlet/contract';
import { type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, recordAct } from '../../identity/index.ts';
import { done, refuseName, targetOf, type ViewDeps, type ViewRefusal, withOwnView } from './guard-view.ts';

const HOUR_MS = 3_600_000;

/** Again is as good as once. */
export function removeView(deps: ViewDeps, actor: Actor, viewId: ViewId): Promise<Result<null, ViewRefusal>> {
  return withOwnView(deps, actor, viewId, async (tx, view) => {
    if (view.deletedAt !== null) return done;
    const now = deps.clock.now();
    await deps.views.setDeleted(tx, viewId, now);
    await deps.views.forget(tx, view.teamId, new Date(now.getTime() - VIEW_RESTORE_HOURS * HOUR_MS));
    await recordAct(deps, tx, actor, { action: 'view.remove', target: targetOf(view) });
    return done;
  });
}

export function restoreView(
  deps: ViewDeps,
  actor: Actor,
  viewId: ViewId,
): Promise<Result<null, ViewRefusal>> {
  return withOwnView(deps, actor, viewId, async (tx, view) => {
    if (view.deletedAt === null) return done;
    const refusal = await refuseName(deps, tx, view);
    if (refusal) return refuse(refusal);
    await deps.views.setDeleted(tx, viewId, null);
    await recordAct(deps, tx, actor, { action: 'view.restore', target: targetOf(view) });
    return done;
  });
}
