/** The audit trail: who did what, to what, when and from where; the newest first, followed on wish. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { HOME, keyOf, useMe } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import { ActRow } from './act-row.tsx';
import { DownloadCsv } from './download-csv.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type AuditFilters, hasAuditFilters } from './filters.ts';
import { useFresh } from './use-fresh.ts';

const PAGE = 100;

export function Audit() {
  const { project: _, follow, ...filters } = useSearch({ from: '/audit' });
  const go = useNavigate({ from: '/audit' });
  const me = useMe();
  const toggle = () =>
    void go({
      search: ({ follow: was, ...known }) => ({ ...known, ...(was ? {} : { follow: true as const }) }),
      replace: true,
    });
  return (
    <>
      <PageHead
        title="Audit trail"
        side={
          <>
            <Button aria-pressed={follow === true} onClick={toggle}>
              {follow ? '■ Stop following' : '▶ Follow'}
            </Button>
            <DownloadCsv filters={filters} />
          </>
        }
      >
        Who did what in team <bdi>{filters.team ?? me.teamName}</bdi>. It is only added to; nobody can change
        it.
      </PageHead>
      <FilterBar filters={filters} />
      <Acts key={JSON.stringify(filters)} filters={filters} follow={follow === true} />
    </>
  );
}

function Acts({ filters, follow }: { filters: AuditFilters; follow: boolean }) {
  const found = useInfiniteQuery({
    queryKey: keyOf(undefined, 'audit', filters),
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...filters, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return (await HOME.api.GET('/api/v1/audit', { params: { query }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    // What comes later is added above by following; asking for all pages anew would move what is read.
    refetchOnWindowFocus: false,
  });
  const fresh = useFresh(filters, found.data?.pages[0]?.lastNumber, follow);
  if (found.isPending) return <Loading what="the audit trail" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const acts = [...fresh, ...found.data.pages.flatMap(({ items }) => items)];
  if (acts.length === 0)
    return hasAuditFilters(filters) ? (
      <Empty title="Nothing of that kind was done">Clear a filter, or look at another time.</Empty>
    ) : (
      <Empty title="Nothing was done yet" />
    );
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <p role="status" className="sr-only">
        {fresh.length > 0 && `${fresh.length} new`}
      </p>
      <VirtualRows items={acts} keyOf={({ id }) => id} estimatedHeight={41} label="Acts, the newest first">
        {(act) => <ActRow act={act} />}
      </VirtualRows>
      <More
        hasMore={found.hasNextPage}
        busy={found.isFetchingNextPage}
        load={() => void found.fetchNextPage()}
      />
    </div>
  );
}
