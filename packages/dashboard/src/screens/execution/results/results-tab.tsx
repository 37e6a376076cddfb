/** The results: what failed first, each file in one piece, and the chosen one beside the list. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useWorkspace } from '../../../api/workspace.tsx';
import { Failure, Loading } from '../../../kit/notice.tsx';
import { statusesOf } from '../address.ts';
import { brokenUnitsQuery, type Execution, resultsQuery } from '../queries.ts';
import { useExecutionSearch } from '../use-search.ts';
import { NoResults } from './no-results.tsx';
import { ResultFilters } from './result-filters.tsx';
import { ResultList } from './result-list.tsx';
import { ResultPanel } from './result-panel.tsx';
import { arrangeRows, filesOf, isBroken, matchesUnit } from './result-rows.ts';
import { useSelection } from './use-selection.ts';

const NOBODY: readonly never[] = [];

export function ResultsTab({ execution }: { execution: Execution }) {
  const { search } = useExecutionSearch();
  const { executionId } = execution;
  const workspace = useWorkspace();
  const found = useInfiniteQuery(resultsQuery(workspace, executionId, search));
  const broken = useQuery(brokenUnitsQuery(workspace, executionId)).data ?? NOBODY;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const results = useMemo(() => found.data?.pages.flatMap(({ items }) => items) ?? [], [found.data]);
  const hasMore = found.hasNextPage;
  const rows = useMemo(() => {
    const units = broken.filter(
      (unit) => isBroken(unit) && matchesUnit(unit, statusesOf(search), search.q ?? ''),
    );
    return arrangeRows(results, { closed, hasMore, units });
  }, [results, broken, closed, hasMore, search]);
  const toggle = (key: string) =>
    setClosed(
      (known) => new Set(known.has(key) ? [...known].filter((each) => each !== key) : [...known, key]),
    );
  const closeAll = () => setClosed(new Set(filesOf(rows).map(({ key }) => key)));
  const open = useSelection(results);
  return (
    <>
      <ResultFilters execution={execution} closeAll={closeAll} openAll={() => setClosed(new Set())} />
      <div className={search.result ? 'xl:grid xl:grid-cols-2 xl:items-start xl:gap-4' : ''}>
        <div className={search.result ? 'max-xl:pb-[70vh]' : ''}>
          {found.isPending && <Loading what="results" />}
          {found.isError && !found.data && <Failure error={found.error} retry={() => void found.refetch()} />}
          {found.data && rows.length === 0 && <NoResults execution={execution} search={search} />}
          {rows.length > 0 && (
            <ResultList
              rows={rows}
              toggle={toggle}
              hasMore={hasMore}
              busy={found.isFetchingNextPage}
              load={() => void found.fetchNextPage()}
            />
          )}
        </div>
        {search.result && <ResultPanel execution={execution} resultId={search.result} open={open} />}
      </div>
    </>
  );
}
