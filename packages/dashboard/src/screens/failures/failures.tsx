/** What fails in the workspace, grouped by cause over all executions. */
import { GauntletProblem } from '@gauntlet/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { More } from '../../kit/more.tsx';
import { describeFailure, Empty, Failure, Loading } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import { type FailureSearch, hasFailureFilters } from './address.ts';
import { CauseRow } from './cause-row.tsx';
import { FilterBar } from './filter-bar.tsx';

const PAGE = 100;

const ORDERS = {
  recent: 'the last seen first',
  newest: 'the newest first',
  frequent: 'the most frequent first',
} as const;

export function Failures() {
  const { project: _, ...search } = useSearch({ from: '/failures' });
  return (
    <>
      <PageHead title="Failures">
        Failures that say the same and come from the same place are one. No verdict changes by what is said of
        them.
      </PageHead>
      <FilterBar search={search} />
      <CauseList search={search} />
    </>
  );
}

function CauseList({ search }: { search: FailureSearch }) {
  const { project, api } = useWorkspace();
  const found = useInfiniteQuery({
    queryKey: keyOf(project, 'failure-causes', search),
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...search, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return (await api.GET('/api/v1/failure-causes', { params: { query }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  if (found.isPending) return <Loading what="failures" />;
  // Whom or what the filters name is looked up, and half a name is nobody's.
  if (found.error instanceof GauntletProblem && found.error.status === 404)
    return <Empty title={describeFailure(found.error).detail}>Clear a filter, or name another.</Empty>;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const rows = found.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) return <NoFailures filtered={hasFailureFilters(search)} />;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <VirtualRows
        items={rows}
        keyOf={({ causeId }) => causeId}
        estimatedHeight={57}
        label={`Failures by cause, ${ORDERS[search.sort ?? 'recent']}`}
      >
        {(cause) => <CauseRow cause={cause} />}
      </VirtualRows>
      <More
        hasMore={found.hasNextPage}
        busy={found.isFetchingNextPage}
        load={() => void found.fetchNextPage()}
      />
    </div>
  );
}

const NoFailures = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <Empty title="No failure matches">Choose another status, or clear the filters above.</Empty>
  ) : (
    <Empty title="Nothing has failed here yet">
      Some moments after an execution has failed, its failures stand here by their cause: one problem is
      looked at once, however many tests it turned red.
    </Empty>
  );
