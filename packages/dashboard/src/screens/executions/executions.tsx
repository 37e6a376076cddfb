/** All executions of the workspace, the newest first. */
import { GauntletProblem } from '@gauntlet/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { keyOf, useWorkspace, type Workspace } from '../../api/workspace.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import { ExecutionRow } from '../../parts/execution-row.tsx';
import { NothingRun } from '../../parts/nothing-run.tsx';
import { AllViews } from './all-views.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type ExecutionFilters, hasFilters } from './filters.ts';
import { isBare } from './opened-view.ts';
import { useOpenedView } from './use-opened-view.ts';
import { ViewLine } from './view-line.tsx';
import { ViewTabs } from './view-tabs.tsx';

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
  const [managing, setManaging] = useState(false);
  const { search, filters, view, saved, state, error } = useOpenedView();
  return (
    <>
      <PageHead title="Executions" />
      <ViewTabs
        shown={view?.key ?? (isBare(search) ? 'all' : undefined)}
        saved={saved}
        changed={state === 'changed'}
        manage={() => setManaging(true)}
      />
      {state === 'looking' ? (
        <Loading what="the view" />
      ) : (
        <>
          <FilterBar filters={filters} view={view} />
          {state === 'missing' ? (
            <NoView error={error} />
          ) : (
            <ViewLine
              saved={saved}
              filters={filters}
              state={state}
              isBuiltIn={view !== undefined && saved === undefined}
            />
          )}
          {(state !== 'missing' || hasFilters(filters)) && <ExecutionList filters={filters} />}
        </>
      )}
      {managing && <AllViews opened={saved?.viewId} onClose={() => setManaging(false)} />}
    </>
  );
}

/** Deleted, kept private by somebody else, or of another workspace: these are told apart by nobody. */
function NoView({ error }: { error: unknown }) {
  if (!(error instanceof GauntletProblem && error.status === 404)) return <Failure error={error} />;
  return (
    <Empty title="There is no such view here">
      <p>It was deleted, it is not shared with you, or it is of another project.</p>
      <p className="mt-2">
        <Link to="/executions" search={({ project }) => ({ ...(project ? { project } : {}), view: 'all' })}>
          All executions
        </Link>
      </p>
    </Empty>
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
