/** A view gets another name or other filters, or is shared and kept private again. */
import type { ViewChange, ViewId, ViewRequest } from '@gauntlet/contract';
import { type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, recordAct } from '../../identity/index.ts';
import {
  done,
  refuseFilters,
  refuseName,
  refuseToShare,
  targetOf,
  type ViewDeps,
  type ViewRefusal,
  withOwnView,
} from './guard-view.ts';

export function changeView(
  deps: ViewDeps,
  actor: Actor,
  viewId: ViewId,
  change: ViewChange,
): Promise<Result<null, ViewRefusal>> {
  return withOwnView(deps, actor, viewId, async (tx, view) => {
    if (view.deletedAt !== null)
      return refuse({ code: 'not-found', message: `The view ${viewId} was deleted. Restore it first.` });
    const { name = view.name, filters = view.filters, visibility = view.visibility } = change;
    const after = { name, filters, visibility } satisfies ViewRequest;
    const refusal =
      refuseToShare(actor, after) ??
      (await refuseFilters(deps, actor, filters, view.filters.definitionId)) ??
      (name === view.name ? null : await refuseName(deps, tx, { ...view, name }));
    if (refusal) return refuse(refusal);
    await deps.views.change(tx, viewId, after, deps.clock.now());
    const detail = { changed: Object.keys(change), visibility };
    const target = targetOf({ ...view, ...after });
    await recordAct(deps, tx, actor, { action: 'view.change', target, detail });
    return done;
  });
}
