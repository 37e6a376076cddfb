/** All tests that ever ran here: the flaky, the slow, the failing, and whose they are. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { keyOf, useMe, useWorkspace } from '../../api/workspace.tsx';
import { SelectField } from '../../kit/field.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { TypedSearch } from '../../kit/typed-search.tsx';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import { TestRow } from '../../parts/test-row.tsx';
import type { TestFilters } from './address.ts';

const PAGE = 100;

export function Tests() {
  const { project: _, ...filters } = useSearch({ from: '/tests' });
  return (
    <>
      <PageHead title="Tests">
        Every test over all executions: its outcomes, how flaky it is, and whose.
      </PageHead>
      <FilterBar filters={filters} />
      <TestList filters={filters} />
    </>
  );
}

const STATES = [
  { value: '', label: 'All tests' },
  { value: 'failing', label: 'Failing' },
  { value: 'flaky', label: 'Flaky' },
  { value: 'quarantined', label: 'Quarantined' },
  { value: 'passing', label: 'Passing' },
];
const ORDERS = [
  { value: 'name', label: 'By name' },
  { value: 'flaky-rate', label: 'Flakiest first' },
  { value: 'slowest', label: 'Slowest first' },
  { value: 'newest-failure', label: 'Newest failure first' },
];

function FilterBar({ filters }: { filters: TestFilters }) {
  const go = useNavigate({ from: '/tests' });
  const me = useMe();
  const set = (change: Record<string, string | undefined>) =>
    void go({
      search: ({ project }) => ({ ...(project ? { project } : {}), ...filters, ...change }) as never,
      replace: true,
    });
  return (
    <search className="mb-3 grid grid-cols-2 items-end gap-2 md:grid-cols-[minmax(0,1fr)_11rem_12rem_11rem]">
      <TypedSearch
        label="Search"
        placeholder="Name, suite or file"
        value={filters.search}
        set={(search) => set({ search })}
      />
      <SelectField
        label="State"
        hideLabel
        value={filters.state ?? ''}
        options={STATES}
        onChange={({ target }) => set({ state: target.value || undefined })}
      />
      <SelectField
        label="Order"
        hideLabel
        value={filters.order ?? 'name'}
        options={ORDERS}
        onChange={({ target }) => set({ order: target.value })}
      />
      <SelectField
        label="Owner"
        hideLabel
        value={filters.owner ?? ''}
        options={[
          { value: '', label: 'Any owner' },
          { value: me.username, label: 'Mine' },
          { value: 'none', label: 'Nobody’s' },
          ...(filters.owner && !['none', me.username].includes(filters.owner)
            ? [{ value: filters.owner, label: filters.owner }]
            : []),
        ]}
        onChange={({ target }) => set({ owner: target.value || undefined })}
      />
    </search>
  );
}

function TestList({ filters }: { filters: TestFilters }) {
  const { project, api } = useWorkspace();
  const found = useInfiniteQuery({
    queryKey: keyOf(project, 'test-cases', filters),
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...filters, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return (await api.GET('/api/v1/test-cases', { params: { query }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  if (found.isPending) return <Loading what="tests" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const tests = found.data.pages.flatMap(({ items }) => items);
  if (tests.length === 0) return <NoTests filters={filters} />;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <VirtualRows items={tests} keyOf={({ testCaseId }) => testCaseId} estimatedHeight={55} label="Tests">
        {(test) => <TestRow test={test} />}
      </VirtualRows>
      <More
        hasMore={found.hasNextPage}
        busy={found.isFetchingNextPage}
        load={() => void found.fetchNextPage()}
      />
    </div>
  );
}

function NoTests({ filters: { order: _, state, ...others } }: { filters: TestFilters }) {
  if (state === 'flaky' && Object.keys(others).length === 0)
    return (
      <Empty title="No test is flaky">
        A test is flaky when the same content of the project showed both outcomes within the last 30 days.
      </Empty>
    );
  if (state !== undefined || Object.keys(others).length > 0)
    return <Empty title="No test matches">Choose another state, or clear the search.</Empty>;
  return (
    <Empty title="No test has run here yet">
      Each test that an execution reports is kept here with its history.
    </Empty>
  );
}
