/** What everything that is done with a saved view has to ask first. */
import {
  type DefinitionId,
  MOST_VIEWS,
  type Refusal,
  type ViewFilters,
  type ViewId,
} from '@gauntlet/contract';
import { builtInView } from '@gauntlet/core/executions';
import { allows } from '@gauntlet/core/identity';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Actor, AuditDeps } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { DefinitionStore } from '../ports.ts';
import type { SavedView, ViewBook, ViewPlace } from './ports.ts';

export type ViewDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  definitions: Pick<DefinitionStore, 'find'>;
  views: ViewBook;
};

export type ViewRefusal = Refusal<'not-found' | 'not-allowed' | 'already-exists' | 'invalid-request'>;

const noView = (viewId: ViewId): ViewRefusal => ({
  code: 'not-found',
  message: `There is no view ${viewId} in your team or project.`,
});

type Work = (tx: Tx, view: SavedView) => Promise<Result<null, ViewRefusal>>;

/** One that is there, and that the actor sees. */
export const withView = (deps: ViewDeps, actor: Actor, viewId: ViewId, work: Work) =>
  deps.inTransaction(async (tx): Promise<Result<null, ViewRefusal>> => {
    const view = await deps.views.lock(tx, actor, viewId);
    return view && view.deletedAt === null ? work(tx, view) : refuse(noView(viewId));
  });

/** One that is there or can be restored, and that is the actor's to change. */
export const withOwnView = (deps: ViewDeps, actor: Actor, viewId: ViewId, work: Work) =>
  deps.inTransaction(async (tx): Promise<Result<null, ViewRefusal>> => {
    const view = await deps.views.lock(tx, actor, viewId);
    const mayChange = view !== null && isToChange(actor, view);
    if (view === null || (view.deletedAt !== null && !mayChange)) return refuse(noView(viewId));
    if (mayChange) return work(tx, view);
    return refuse({
      code: 'not-allowed',
      message: `"${view.name}" is a view of ${view.ownerName}: only they and leads change it. Save one of your own.`,
    });
  });

const isToChange = ({ userId, scopes }: Actor, { ownerId, visibility }: SavedView): boolean =>
  ownerId === userId || (visibility === 'shared' && allows(scopes, 'team'));

/** What others see is theirs to make who may submit. */
export function refuseToShare({ scopes }: Actor, { visibility }: Pick<SavedView, 'visibility'>) {
  if (visibility === 'private' || allows(scopes, 'submit')) return null;
  return {
    code: 'not-allowed',
    message: 'To share a view takes the scope "submit". You can keep it for yourself: `private`.',
  } as const satisfies ViewRefusal;
}

/** @param known what the view has already, which may have gone since */
export async function refuseFilters(
  { definitions }: Pick<ViewDeps, 'definitions'>,
  actor: Actor,
  { definitionId }: ViewFilters,
  known?: DefinitionId,
): Promise<ViewRefusal | null> {
  if (definitionId === undefined || definitionId === known) return null;
  if (await definitions.find(actor, definitionId)) return null;
  const message = `There is no test definition ${definitionId} here.`;
  return { code: 'invalid-request', message, faults: [{ path: 'filters.definitionId', message }] };
}

/** Whether there is room for the view under that name. Nobody takes it until the transaction ends. */
export async function refuseName(
  { views }: Pick<ViewDeps, 'views'>,
  tx: Tx,
  view: ViewPlace & { viewId: ViewId; name: string },
): Promise<ViewRefusal | null> {
  const builtIn = builtInView(view.name);
  if (builtIn) {
    const message = `There is always a view "${builtIn.name}". Choose another name.`;
    return { code: 'already-exists', message, faults: [{ path: 'name', message }] };
  }
  const others = (await views.holdNames(tx, view, view.name)).filter(({ viewId }) => viewId !== view.viewId);
  const taken = others.find((each) => each.is === 'called-so');
  if (taken !== undefined)
    return {
      code: 'already-exists',
      message: `There is a view "${taken.name}" of the same owner here. Change that one, or choose another name.`,
    };
  if (others.length < MOST_VIEWS) return null;
  return {
    code: 'not-allowed',
    message: `One person keeps at most ${MOST_VIEWS} views here. Delete one that is not used any more.`,
  };
}

/** The trail tells that somebody keeps a view of their own, and not what it is called. */
export const targetOf = ({ viewId, name, visibility }: SavedView) => ({
  kind: 'view',
  id: viewId,
  name: visibility === 'shared' ? name : null,
});

export const done = ok(null);
