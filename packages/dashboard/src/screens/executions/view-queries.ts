/** Saved views, as every part of the screen asks for them. */
import { keyOf, useMay, useMe, type Workspace } from '../../api/workspace.tsx';
import type { SavedView } from './opened-view.ts';

/** Head of the keys of the lists and of each. */
export const viewsKey = ({ project }: Workspace, ...rest: readonly unknown[]) =>
  keyOf(project, 'views', ...rest);

/** More than are ever shown as tabs. */
const MOST = 100;

export const someViewsQuery = (workspace: Workspace) => ({
  queryKey: viewsKey(workspace, 'some'),
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await workspace.api.GET('/api/v1/views', { params: { query: { limit: MOST } }, signal })).data.items,
});

export const viewQuery = (workspace: Workspace, id: string) => ({
  queryKey: viewsKey(workspace, 'one', id),
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await workspace.api.GET('/api/v1/views/{id}', { params: { path: { id } }, signal })).data,
});

/** Null: the list begins with everything. */
export const defaultViewQuery = (workspace: Workspace) => ({
  queryKey: viewsKey(workspace, 'default'),
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const query = { only: 'default', limit: 1 } as const;
    return (await workspace.api.GET('/api/v1/views', { params: { query }, signal })).data.items[0] ?? null;
  },
});

/** Its owner may, and leads what is shared. */
export function useMayChange(): (view: SavedView) => boolean {
  const { userId } = useMe();
  const [keeps, leads] = [useMay('account'), useMay('team')];
  return ({ owner, visibility }) => keeps && (owner.userId === userId || (visibility === 'shared' && leads));
}
