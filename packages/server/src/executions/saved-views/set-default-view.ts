/** With which view one's own list begins. A preference: nobody else sees it, and the trail does not tell of it. */
import type { ViewId } from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type { Actor } from '../../identity/index.ts';
import { done, type ViewDeps, type ViewRefusal, withView } from './guard-view.ts';

export function setDefaultView(
  deps: ViewDeps,
  actor: Actor,
  viewId: ViewId,
  standing: 'default' | 'plain',
): Promise<Result<null, ViewRefusal>> {
  return withView(deps, actor, viewId, async (tx) => {
    if (standing === 'default') await deps.views.setDefault(tx, actor, viewId);
    else await deps.views.clearDefault(tx, actor, viewId);
    return done;
  });
}
