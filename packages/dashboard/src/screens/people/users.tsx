/** The accounts one looks after. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schema } from '../../api/client.ts';
import { HOME } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { SelectField } from '../../kit/field.tsx';
import { Ago } from '../../kit/moment.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { TypedSearch } from '../../kit/typed-search.tsx';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import { RoleChips } from '../../parts/roles.tsx';
import { USERS } from './keys.ts';
import { NewUser } from './new-user.tsx';
import { Person } from './person.tsx';

type User = Schema['User'];

const ACTIVE = { all: {}, inactive: { active: 'false' } } as const;

export function Users() {
  const { search, state, open } = useSearch({ from: '/people' });
  const go = useNavigate({ from: '/people' });
  const set = (change: object) => void go({ search: (known) => ({ ...known, ...change }), replace: true });
  const close = () => set({ open: undefined });
  return (
    <>
      <search className="mb-3 grid grid-cols-2 gap-2 sm:grid-cols-[minmax(0,1fr)_12rem_auto]">
        <TypedSearch label="Name or address" value={search} set={(text) => set({ search: text })} />
        <SelectField
          label="Which accounts"
          hideLabel
          value={state ?? ''}
          options={[
            { value: '', label: 'Active' },
            { value: 'inactive', label: 'Deactivated' },
            { value: 'all', label: 'All' },
          ]}
          onChange={({ target }) => set({ state: target.value || undefined })}
        />
        <Button look="primary" onClick={() => set({ open: 'new' })}>
          New account
        </Button>
      </search>
      <UserList search={search} state={state} />
      {open === 'new' && <NewUser onClose={close} />}
      {open !== undefined && open !== 'new' && <Person id={open} onClose={close} />}
    </>
  );
}

type Filters = { search: string | undefined; state: 'inactive' | 'all' | undefined };

function UserList({ search, state }: Filters) {
  const filters = {
    ...(search === undefined ? {} : { search }),
    ...(state === undefined ? { active: 'true' as const } : ACTIVE[state]),
  };
  const found = useInfiniteQuery({
    queryKey: [...USERS, 'list', filters],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...filters, limit: 100, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return (await HOME.api.GET('/api/v1/users', { params: { query: query as never }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  if (found.isPending) return <Loading what="accounts" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const users = found.data.pages.flatMap(({ items }) => items);
  if (users.length === 0)
    return (
      <Empty title="No account matches">Search for another name, or show deactivated accounts too.</Empty>
    );
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <VirtualRows items={users} keyOf={({ userId }) => userId} estimatedHeight={53} label="Accounts">
        {(user) => <UserRow user={user} />}
      </VirtualRows>
      <More
        hasMore={found.hasNextPage}
        busy={found.isFetchingNextPage}
        load={() => void found.fetchNextPage()}
      />
    </div>
  );
}

function UserRow({ user: { userId, username, email, teamName, roles, active, lastLogin } }: { user: User }) {
  return (
    <Link
      from="/people"
      to="/people"
      search={(known) => ({ ...known, open: userId })}
      data-row
      className="@container block border-b border-line px-3.5 py-2 text-text hover:bg-sunken hover:no-underline focus-visible:-outline-offset-2"
    >
      <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 @xl:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1.2fr)_8rem]">
        <span className="min-w-0">
          <bdi className="block truncate font-medium">{username}</bdi>
          <span className="block truncate text-xs text-muted">{email ?? 'no address'}</span>
        </span>
        <span className="hidden min-w-0 truncate text-muted @xl:block">
          <bdi>{teamName}</bdi>
        </span>
        <span className="flex flex-wrap items-center justify-end gap-1 @xl:justify-start">
          {!active && <Chip tone="warn">– deactivated</Chip>}
          <RoleChips roles={roles} />
        </span>
        <span className="hidden text-right text-sm text-muted @xl:block">
          {lastLogin === null ? 'never signed in' : <Ago at={lastLogin} />}
        </span>
      </span>
    </Link>
  );
}
