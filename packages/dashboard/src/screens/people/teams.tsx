/** Teams: one's own, or with the scope admin all. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schema } from '../../api/client.ts';
import { HOME, useMayAtHome } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { plural } from '../../kit/quantities.ts';
import { TypedSearch } from '../../kit/typed-search.tsx';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import { TEAMS } from './keys.ts';
import { TeamForm } from './team-form.tsx';

type Team = Schema['Team'];

export function Teams() {
  const { search, open } = useSearch({ from: '/people' });
  const go = useNavigate({ from: '/people' });
  const mayMake = useMayAtHome('admin');
  const set = (change: object) => void go({ search: (known) => ({ ...known, ...change }), replace: true });
  const found = useInfiniteQuery({
    queryKey: [...TEAMS, 'list', search],
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        limit: 100,
        ...(search === undefined ? {} : { search }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      };
      return (await HOME.api.GET('/api/v1/teams', { params: { query }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const teams = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const opened = teams.find(({ teamId }) => teamId === open);
  return (
    <>
      <search className="mb-3 grid grid-cols-[minmax(0,1fr)_auto] gap-2">
        <TypedSearch label="Name of a team" value={search} set={(text) => set({ search: text })} />
        {mayMake && (
          <Button look="primary" onClick={() => set({ open: 'new' })}>
            New team
          </Button>
        )}
      </search>
      {found.isPending && <Loading what="teams" />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && teams.length === 0 && <Empty title="No team matches">Search for another name.</Empty>}
      {teams.length > 0 && (
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          <VirtualRows items={teams} keyOf={({ teamId }) => teamId} estimatedHeight={53} label="Teams">
            {(team) => <TeamRow team={team} />}
          </VirtualRows>
          <More
            hasMore={found.hasNextPage}
            busy={found.isFetchingNextPage}
            load={() => void found.fetchNextPage()}
          />
        </div>
      )}
      {(open === 'new' || opened) && (
        <TeamForm
          key={open}
          team={open === 'new' ? null : (opened ?? null)}
          onClose={() => set({ open: undefined })}
        />
      )}
    </>
  );
}

function TeamRow({ team: { teamId, name, active, settings, members } }: { team: Team }) {
  return (
    <Link
      from="/people"
      to="/people"
      search={(known) => ({ ...known, tab: 'teams' as const, open: teamId })}
      data-row
      className="flex items-center justify-between gap-4 border-b border-line px-3.5 py-2 text-text hover:bg-sunken hover:no-underline focus-visible:-outline-offset-2"
    >
      <span className="min-w-0">
        <bdi className="block truncate font-medium">{name}</bdi>
        <span className="block truncate text-xs text-muted">{settings.description ?? 'no description'}</span>
      </span>
      <span className="flex items-center gap-3 whitespace-nowrap">
        {!active && <Chip tone="warn">– deactivated</Chip>}
        <span className="text-sm text-muted">{plural(members, 'person', 'people')}</span>
      </span>
    </Link>
  );
}
