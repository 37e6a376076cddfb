/** What was run of a definition, the newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import { ExecutionRow } from '../../parts/execution-row.tsx';

export function RecentExecutions({ definitionId }: { definitionId: string }) {
  const { project, api } = useWorkspace();
  const found = useInfiniteQuery({
    queryKey: keyOf(project, 'executions', { definitionId }),
    queryFn: async ({ pageParam, signal }) => {
      const query = { definitionId, limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return (await api.GET('/api/v1/executions', { params: { query }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  if (found.isPending) return <Loading what="executions" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const rows = found.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0)
    return <Empty title="It was never run">Run it above: what happens is shown here as it happens.</Empty>;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <VirtualRows
        items={rows}
        keyOf={({ executionId }) => executionId}
        estimatedHeight={57}
        label="Executions of the definition, the newest first"
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
