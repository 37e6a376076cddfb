/** What the screen asks for. All keys begin with `execution <id>`: its events make them ask again. */
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Schema } from '../../api/client.ts';
import { keyOf, type Workspace } from '../../api/workspace.tsx';
import { JUDGED } from '../../parts/judged.ts';
import { type ExecutionSearch, statusesOf } from './address.ts';

export type Execution = Schema['Execution'];
export type Recorded = Schema['EventList']['items'][number];
export type ResultSummary = Schema['ResultSummary'];
export type Result = Schema['Result'];
export type Unit = Schema['Unit'];
export type Artifact = Schema['Artifact'];

const executionKey = ({ project }: Workspace, id: string, ...rest: readonly unknown[]) =>
  keyOf(project, 'execution', id, ...rest);

export const executionQuery = (workspace: Workspace, id: string) =>
  queryOptions({
    queryKey: executionKey(workspace, id),
    queryFn: async ({ signal }) =>
      (await workspace.api.GET('/api/v1/executions/{id}', { params: { path: { id } }, signal })).data,
  });

/** Of the same definition, the last one before it whose tests are known. */
export const previousQuery = (workspace: Workspace, { executionId, definitionId, submittedAt }: Execution) =>
  queryOptions({
    queryKey: executionKey(workspace, executionId, 'previous'),
    queryFn: async ({ signal }) => {
      const query = { definitionId, until: submittedAt, verdict: JUDGED, limit: 1 };
      const { items } = (await workspace.api.GET('/api/v1/executions', { params: { query }, signal })).data;
      return items[0] ?? null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The failures that lines of the log may be of. */
export const failuresQuery = (workspace: Workspace, id: string) =>
  queryOptions({
    queryKey: executionKey(workspace, id, 'failures'),
    queryFn: async ({ signal }) => {
      const params = { path: { id }, query: { status: 'failed,error', limit: RESULTS_PAGE } };
      return (await workspace.api.GET('/api/v1/executions/{id}/results', { params, signal })).data.items;
    },
  });

const RESULTS_PAGE = 500;

export const resultsQuery = (workspace: Workspace, id: string, search: ExecutionSearch) => {
  const filters = {
    ...(statusesOf(search).length > 0 ? { status: statusesOf(search).join(',') } : {}),
    ...(search.q ? { search: search.q } : {}),
  };
  return {
    queryKey: executionKey(workspace, id, 'results', filters),
    queryFn: async ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) => {
      const query = {
        ...filters,
        order: 'by-file' as const,
        limit: RESULTS_PAGE,
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      };
      const params = { path: { id }, query };
      return (await workspace.api.GET('/api/v1/executions/{id}/results', { params, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined,
    placeholderData: <Data>(before: Data | undefined) => before,
  };
};

export const resultQuery = (workspace: Workspace, id: string, resultId: string) =>
  queryOptions({
    queryKey: executionKey(workspace, id, 'result', resultId),
    queryFn: async ({ signal }) => {
      const params = { path: { id, resultId } };
      return (await workspace.api.GET('/api/v1/executions/{id}/results/{resultId}', { params, signal })).data;
    },
  });

/** Files and tests that ended without telling how: nobody would look for them among the results. */
export const brokenUnitsQuery = (workspace: Workspace, id: string) =>
  queryOptions({
    queryKey: executionKey(workspace, id, 'units', 'error'),
    queryFn: async ({ signal }) => {
      const params = { path: { id }, query: { outcome: 'error', limit: 500 } };
      return (await workspace.api.GET('/api/v1/executions/{id}/units', { params, signal })).data.items;
    },
  });

const EVENTS_PAGE = 1000;
/** Enough for 10,000 units; what is beyond it is not drawn. */
export const MOST_EVENTS = 25_000;

/** Grows: what was read once is not read again. */
export const eventsQuery = (queries: QueryClient, workspace: Workspace, id: string) => {
  const queryKey = executionKey(workspace, id, 'events');
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }): Promise<readonly Recorded[]> => {
      const events = [...(queries.getQueryData<readonly Recorded[]>(queryKey) ?? [])];
      for (;;) {
        const query = { after: events.at(-1)?.number ?? 0, limit: EVENTS_PAGE };
        const params = { path: { id }, query };
        const answer = await workspace.api.GET('/api/v1/executions/{id}/events', { params, signal });
        // The same address streams; what was asked for is the list.
        const { items, lastNumber } = answer.data as Schema['EventList'];
        events.push(...items);
        if (items.length === 0 || (events.at(-1)?.number ?? 0) >= lastNumber || events.length >= MOST_EVENTS)
          return events;
      }
    },
    structuralSharing: false,
  });
};

export const artifactsQuery = (workspace: Workspace, id: string) => ({
  queryKey: executionKey(workspace, id, 'artifacts'),
  queryFn: async ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) => {
    const query = { limit: 200, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
    const params = { path: { id }, query };
    return (await workspace.api.GET('/api/v1/executions/{id}/artifacts', { params, signal })).data;
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined,
});

/** While the screen itself is still on its way: by the time it is there, so is what it shows. */
export function askForExecution(
  queries: QueryClient,
  workspace: Workspace,
  id: string,
  search: ExecutionSearch,
): void {
  void queries.prefetchQuery(executionQuery(workspace, id));
  if ((search.tab ?? 'results') !== 'results') return;
  void queries.prefetchInfiniteQuery(resultsQuery(workspace, id, search));
  void queries.prefetchQuery(brokenUnitsQuery(workspace, id));
  if (search.result) void queries.prefetchQuery(resultQuery(workspace, id, search.result));
}
