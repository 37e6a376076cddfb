/** The use cases about saved views with their ports bound. */
import {
  changeView,
  createView,
  removeView,
  restoreView,
  setDefaultView,
  type ViewDeps,
} from '../executions/index.ts';
import type { ViewOperations } from '../http/deps.ts';

export const viewOperations = (deps: ViewDeps): ViewOperations => ({
  create: (actor, request) => createView(deps, actor, request),
  change: (actor, viewId, change) => changeView(deps, actor, viewId, change),
  remove: (actor, viewId) => removeView(deps, actor, viewId),
  restore: (actor, viewId) => restoreView(deps, actor, viewId),
  setDefault: (actor, viewId, standing) => setDefaultView(deps, actor, viewId, standing),
});
