/** The view that the address names, or the one that a bare address stands for. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useWorkspace } from '../../api/workspace.tsx';
import type { ExecutionFilters, ListSearch } from './filters.ts';
import {
  builtInOf,
  filtersInForce,
  isBare,
  type OpenedView,
  openedOf,
  type SavedView,
  sameFilters,
} from './opened-view.ts';
import { defaultViewQuery, someViewsQuery, viewQuery } from './view-queries.ts';

type Opened = {
  search: ListSearch;
  filters: ExecutionFilters;
  view: OpenedView | undefined;
  /** Of a saved one. */
  saved: SavedView | undefined;
  state: 'looking' | 'as-saved' | 'changed' | 'missing';
  error: unknown;
};

export function useOpenedView(): Opened {
  const workspace = useWorkspace();
  const { project: _, ...search } = useSearch({ from: '/executions' });
  const begins = useDefaultView(search);
  const builtIn = builtInOf(search.view);
  const id = builtIn ? undefined : search.view;
  const some = useQuery(someViewsQuery(workspace)).data;
  const asked = useQuery({
    ...viewQuery(workspace, id ?? ''),
    enabled: id !== undefined,
    placeholderData: () => some?.find(({ viewId }) => viewId === id),
  });
  const saved = id === undefined ? undefined : asked.data;
  const view = builtIn ?? (saved && openedOf(saved));
  const filters = filtersInForce(search, view);
  const state = () => {
    if (begins === 'looking' || (id !== undefined && asked.isPending)) return 'looking';
    if (id !== undefined && !saved) return 'missing';
    return view === undefined || sameFilters(filters, view.filters) ? 'as-saved' : 'changed';
  };
  return { search, filters, view, saved, state: state(), error: asked.error };
}

/** A bare address begins with the person's own default, which then stands in the address. */
function useDefaultView(search: ListSearch): 'looking' | 'known' {
  const bare = isBare(search);
  const found = useQuery({ ...defaultViewQuery(useWorkspace()), enabled: bare });
  const go = useGoToSearch();
  const id = bare ? found.data?.viewId : undefined;
  useEffect(() => {
    if (id !== undefined) go({ view: id });
  }, [id, go]);
  return bare && (found.isPending || id !== undefined) ? 'looking' : 'known';
}

/** Replaces the address: filters are tried out, and are no way that one goes back. */
export function useGoToSearch(): (search: ListSearch) => void {
  const go = useNavigate({ from: '/executions' });
  return (search) =>
    void go({ search: ({ project }) => ({ ...(project ? { project } : {}), ...search }), replace: true });
}
