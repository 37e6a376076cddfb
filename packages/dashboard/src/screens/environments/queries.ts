/** Clusters and environments: both are of the instance, whatever project is looked at. */
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../api/client.ts';
import { HOME, keyOf, useMayAtHome } from '../../api/workspace.tsx';

export type Cluster = Schema['Cluster'];
export type Environment = Schema['ExecutionEnvironment'];
export type Configuration = Environment['configuration'];
export type Check = Schema['ClusterCheck'];

export const CLUSTERS = keyOf(undefined, 'clusters');
export const ENVIRONMENTS = keyOf(undefined, 'environments');

type PageOf<Item> = { items: Item[]; nextCursor: string | null };
const PAGE = 500;

/** They are few: all of them. */
async function all<Item>(ask: (query: { limit: number; cursor?: string }) => Promise<PageOf<Item>>) {
  const items: Item[] = [];
  let next: string | null = null;
  do {
    const page: PageOf<Item> = await ask({ limit: PAGE, ...(next === null ? {} : { cursor: next }) });
    items.push(...page.items);
    next = page.nextCursor;
  } while (next !== null);
  return items;
}

/** For admins alone; nobody else is told how clusters are reached. */
export function useClusters() {
  const may = useMayAtHome('admin');
  return useQuery({
    queryKey: CLUSTERS,
    enabled: may,
    queryFn: ({ signal }) =>
      all(async (query) => (await HOME.api.GET('/api/v1/clusters', { params: { query }, signal })).data),
  });
}

export const useEnvironments = () =>
  useQuery({
    queryKey: ENVIRONMENTS,
    queryFn: ({ signal }) =>
      all(async (query) => (await HOME.api.GET('/api/v1/environments', { params: { query }, signal })).data),
  });
