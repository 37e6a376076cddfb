/** All executions of the workspace, the newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { keyOf, useWorkspace, type Workspace } from '../../api/workspace.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import { ExecutionRow } from '../../parts/execution-row.tsx';
import { NothingRun } from '../../parts/nothing-run.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type ExecutionFilters, hasFilters } from './filters.ts';

const PAGE = 100;

export const executionsQuery = ({ project, api }: Workspace, filters: ExecutionFilters) => ({
  queryKey: keyOf(project, 'executions', filters),
  queryFn: async ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) => {
    const paging = { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
    return (await api.GET('/api/v1/executions', { params: { query: { ...filters, ...paging } }, signal }))
      .data;
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined,
});

export function Executions() {
  const { project: _, ...filters } = useSearch({ from: '/executions' });
  return (
    <>
      <PageHead title="Executions" />
      <FilterBar filters={filters} />
      <ExecutionList filters={filters} />
    </>
  );
}

function ExecutionList({ filters }: { filters: ExecutionFilters }) {
  const found = useInfiniteQuery(executionsQuery(useWorkspace(), filters));
  if (found.isPending) return <Loading what="executions" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const rows = found.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) return <NoExecutions filtered={hasFilters(filters)} />;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <VirtualRows
        items={rows}
        keyOf={({ executionId }) => executionId}
        estimatedHeight={57}
        label="Executions, the newest first"
      >
        {(execution) => <ExecutionRow execution={execution} />}
      </VirtualRows>
      <More
        hasMore={found.hasNextPage}
        busy={found.isFetchingNextPage}
        load={() => void found.fetchNextPage()}
      />
    </div>
  );
}

const NoExecutions = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <Empty title="No execution matches">Choose another outcome, or clear the filters above.</Empty>
  ) : (
    <NothingRun />
  );
