import { describe, expect, it } from 'vitest';
import { parseListSearch } from './filters.ts';
import {
  builtInOf,
  filtersInForce,
  isBare,
  openedOf,
  type SavedView,
  sameFilters,
  searchOf,
  viewsInSight,
} from './opened-view.ts';

const saved = (name: string, owner = 'ada'): SavedView => ({
  viewId: `id of ${name}`,
  projectId: null,
  name,
  filters: { verdict: 'failed,timeout', since: '7d' },
  visibility: 'private',
  owner: { userId: owner, username: owner },
  standing: 'plain',
  createdAt: '2026-01-02T03:04:05.000Z',
  updatedAt: '2026-01-02T03:04:05.000Z',
});
const view = openedOf(saved('red'));

describe('filters in force', () => {
  it('are those of the view, until the address says others', () => {
    expect(filtersInForce({ view: view.key }, view)).toEqual(view.filters);
    expect(filtersInForce({ view: view.key, name: 'shop' }, view)).toEqual({ name: 'shop' });
    expect(filtersInForce({ view: view.key, filters: 'none' }, view)).toEqual({});
  });

  it('are those of the address when the view is not there', () => {
    expect(filtersInForce({ view: 'gone', name: 'shop' }, undefined)).toEqual({ name: 'shop' });
    expect(filtersInForce({}, undefined)).toEqual({});
  });
});

describe('the address', () => {
  it('of a view that is as it was saved names the view alone', () => {
    expect(searchOf({ since: '7d', verdict: 'timeout,failed' }, view)).toEqual({ view: view.key });
  });

  it('of a changed one keeps the view in mind, also when all filters are taken away', () => {
    expect(searchOf({ since: '7d', name: '' }, view)).toEqual({ view: view.key, since: '7d' });
    expect(searchOf({ verdict: undefined } as never, view)).toEqual({ view: view.key, filters: 'none' });
  });

  it('leaves a view that is always there when its filters are changed', () => {
    const failed = builtInOf('failed');
    expect(searchOf({ ...failed?.filters }, failed)).toEqual({ view: 'failed' });
    expect(searchOf({ name: 'shop' }, failed)).toEqual({ name: 'shop' });
    expect(searchOf({}, failed)).toEqual({ view: 'all' });
    expect(searchOf({}, undefined)).toEqual({ view: 'all' });
  });

  it('comes back as it was written, and what is no view of ours is left out', () => {
    for (const search of [{ view: 'all' }, { view: view.key, filters: 'none' as const }, { name: 'shop' }])
      expect(parseListSearch(search)).toEqual(search);
    expect(parseListSearch({ view: 7, filters: 'some', name: '' })).toEqual({});
    expect([isBare({}), isBare({ view: 'all' }), isBare({ name: 'shop' })]).toEqual([true, false, false]);
  });
});

it('filters are the same whatever the order of a list, and else not', () => {
  expect(sameFilters({ status: 'queued,running' }, { status: 'running, queued' })).toBe(true);
  expect(sameFilters({ status: 'queued' }, { status: 'queued,running' })).toBe(false);
  expect(sameFilters({ name: 'a,b' }, { name: 'b,a' })).toBe(false);
  expect(sameFilters({}, { name: '' })).toBe(true);
});

it('tabs show own views first, and the opened one whichever it is', () => {
  const others = Array.from({ length: 10 }, (_, index) => saved(`${index} of grace`, 'grace'));
  const names = (list: readonly SavedView[]) => list.map(({ name }) => name);
  expect(names(viewsInSight([...others, saved('mine')], 'ada', undefined)).slice(0, 2)).toEqual([
    'mine',
    '0 of grace',
  ]);
  const opened = others[9];
  const shown = names(viewsInSight(others, 'ada', opened));
  expect([shown.length, shown.at(-1)]).toEqual([8, '9 of grace']);
});
