/** Where a cause was seen, the newest first; each leads to its result. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../api/client.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Ago } from '../../kit/moment.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Panel } from '../../kit/panel.tsx';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import { causeKey } from './cause-query.ts';

type Occurrence = Schema['FailureOccurrence'];

const PAGE = 50;
const keyOf = ({ executionId, resultId, unitId, name, at }: Occurrence) =>
  [executionId, resultId ?? unitId ?? name ?? '', at].join(' ');

export function Occurrences({ causeId }: { causeId: string }) {
  return (
    <Panel title="Occurrences" side="at most 20 of each execution">
      <OccurrenceList causeId={causeId} />
    </Panel>
  );
}

function OccurrenceList({ causeId }: { causeId: string }) {
  const workspace = useWorkspace();
  const found = useInfiniteQuery({
    queryKey: causeKey(workspace, causeId, 'occurrences'),
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      const params = { path: { id: causeId }, query };
      return (await workspace.api.GET('/api/v1/failure-causes/{id}/occurrences', { params, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  if (found.isPending) return <Loading what="occurrences" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const rows = found.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0)
    return <Empty title="None is kept">Occurrences leave with their executions; the count stays.</Empty>;
  return (
    <>
      <VirtualRows items={rows} keyOf={keyOf} estimatedHeight={53} label="Occurrences, the newest first">
        {(occurrence) => <OccurrenceRow occurrence={occurrence} />}
      </VirtualRows>
      <More
        hasMore={found.hasNextPage}
        busy={found.isFetchingNextPage}
        load={() => void found.fetchNextPage()}
      />
    </>
  );
}

function OccurrenceRow({
  occurrence: { executionId, definitionName, resultId, name, file, at },
}: {
  occurrence: Occurrence;
}) {
  return (
    <Link
      to="/executions/$id"
      params={{ id: executionId }}
      search={resultId === null ? {} : { result: resultId }}
      data-row
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b border-line px-3.5 py-2 text-text hover:bg-sunken hover:no-underline focus-visible:-outline-offset-2"
    >
      <span className="min-w-0">
        <bdi className="block truncate text-sm font-medium" title={name ?? definitionName}>
          {name ?? definitionName}
        </bdi>
        <span className="block truncate text-xs text-muted">
          <bdi>{definitionName}</bdi>
          {file !== null && (
            <>
              {' · '}
              <bdi className="font-mono">{file}</bdi>
            </>
          )}
        </span>
      </span>
      <span className="text-right text-sm text-muted">
        <Ago at={at} />
      </span>
    </Link>
  );
}
