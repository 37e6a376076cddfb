/** Which filters are in force, by the address and the view that is opened; and the address for other ones. */
import { BUILT_IN_VIEWS } from '@gauntlet/core/executions';
import type { Schema } from '../../api/client.ts';
import { type ExecutionFilters, hasFilters, type ListSearch, parseExecutionFilters } from './filters.ts';

export type SavedView = Schema['SavedView'];
export type OpenedView = { key: string; name: string; filters: ExecutionFilters };

export const builtInOf = (key: string | undefined): OpenedView | undefined =>
  BUILT_IN_VIEWS.find((view) => view.key === key);

export const openedOf = ({ viewId, name, filters }: SavedView): OpenedView => ({
  key: viewId,
  name,
  filters: parseExecutionFilters(filters),
});

/** Nothing is asked for: neither a view nor filters. */
export const isBare = (search: ListSearch): boolean => search.view === undefined && !hasFilters(search);

/** Filters in the address stand for themselves: whoever is sent a link sees the same, without the view too. */
export function filtersInForce(search: ListSearch, view: OpenedView | undefined): ExecutionFilters {
  if (search.filters === 'none') return {};
  return hasFilters(search) ? parseExecutionFilters(search) : (view?.filters ?? {});
}

/** The address of these filters. What is like the view needs nothing but its name. */
export function searchOf(filters: ExecutionFilters, view: OpenedView | undefined): ListSearch {
  const given = parseExecutionFilters(filters);
  if (view !== undefined && sameFilters(given, view.filters)) return { view: view.key };
  // What is always there cannot be changed: from there one goes on without a view.
  if (view === undefined || builtInOf(view.key)) return hasFilters(given) ? given : { view: 'all' };
  return hasFilters(given) ? { view: view.key, ...given } : { view: view.key, filters: 'none' };
}

/** Lists say the same in any order. */
export function sameFilters(some: ExecutionFilters, others: ExecutionFilters): boolean {
  const [one, other] = [comparable(some), comparable(others)];
  return one === other;
}

const LISTS = ['status', 'verdict'];

function comparable(filters: ExecutionFilters): string {
  const known = Object.entries(parseExecutionFilters(filters)).map(([key, value]) => [
    key,
    LISTS.includes(key) ? [...new Set(value.split(',').map((word) => word.trim()))].sort().join() : value,
  ]);
  return JSON.stringify(known);
}

const MOST_TABS = 8;

/** Own ones before those of others, each by name; the opened one is always among them. */
export function viewsInSight(
  views: readonly SavedView[],
  ownerId: string,
  opened: SavedView | undefined,
): SavedView[] {
  const own = views.filter(({ owner }) => owner.userId === ownerId);
  const others = views.filter(({ owner }) => owner.userId !== ownerId);
  const shown = [...own, ...others].slice(0, MOST_TABS);
  if (opened === undefined || shown.some(({ viewId }) => viewId === opened.viewId)) return shown;
  return [...shown.slice(0, MOST_TABS - 1), opened];
}
