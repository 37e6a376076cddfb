/** All definitions of the workspace, the last changed first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schema } from '../../api/client.ts';
import { keyOf, useMay, useWorkspace } from '../../api/workspace.tsx';
import { buttonClass } from '../../kit/button.tsx';
import { Ago } from '../../kit/moment.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Chip, ExecutionChip } from '../../kit/outcome.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { TypedSearch } from '../../kit/typed-search.tsx';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import { useProjects } from '../../parts/projects.ts';

type Definition = Schema['DefinitionList']['items'][number];

const PAGE = 100;

export function Definitions() {
  const { search } = useSearch({ from: '/definitions' });
  const go = useNavigate({ from: '/definitions' });
  const may = useMay('submit');
  return (
    <>
      <PageHead
        title="Definitions"
        side={
          may && (
            <Link to="/definitions/new" className={buttonClass('primary')}>
              New definition
            </Link>
          )
        }
      >
        What is run under a name, in versions. A run pins the version it was started with.
      </PageHead>
      <search className="mb-3 block max-w-md">
        <TypedSearch
          label="Name"
          placeholder="Part of the name"
          value={search}
          set={(text) =>
            void go({
              search: ({ project }) => ({
                ...(project ? { project } : {}),
                ...(text ? { search: text } : {}),
              }),
              replace: true,
            })
          }
        />
      </search>
      <DefinitionList search={search} />
    </>
  );
}

function DefinitionList({ search }: { search: string | undefined }) {
  const { project, api } = useWorkspace();
  const found = useInfiniteQuery({
    queryKey: keyOf(project, 'definitions', { search }),
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        limit: PAGE,
        ...(search === undefined ? {} : { search }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      };
      return (await api.GET('/api/v1/definitions', { params: { query }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  if (found.isPending) return <Loading what="definitions" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const rows = found.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) return <NoDefinitions search={search} />;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <VirtualRows
        items={rows}
        keyOf={({ definitionId }) => definitionId}
        estimatedHeight={41}
        label="Definitions, the last changed first"
      >
        {(definition) => <DefinitionRow definition={definition} />}
      </VirtualRows>
      <More
        hasMore={found.hasNextPage}
        busy={found.isFetchingNextPage}
        load={() => void found.fetchNextPage()}
      />
    </div>
  );
}

function DefinitionRow({
  definition: { definitionId, name, version, projectId, updatedAt, lastRun },
}: {
  definition: Definition;
}) {
  const { project } = useWorkspace();
  const names = useProjects();
  const may = useMay('submit');
  return (
    <div className="@container flex items-center gap-x-3 border-b border-line pr-3.5 hover:bg-sunken">
      <Link
        to="/definitions/$id"
        params={{ id: definitionId }}
        data-row
        className="flex min-w-0 flex-1 items-center gap-x-4 py-2 pl-3.5 text-text hover:no-underline focus-visible:-outline-offset-2"
      >
        <bdi className="min-w-0 flex-1 truncate font-medium">{name}</bdi>
        <span className="hidden gap-2 @xl:flex">
          {projectId !== null && project === undefined && (
            <Chip tone="accent">project {names.get(projectId) ?? projectId.slice(-8)}</Chip>
          )}
          <Chip tone="quiet">version {version}</Chip>
        </span>
        <span className="hidden w-40 text-right text-sm text-muted @3xl:block whitespace-nowrap">
          changed <Ago at={updatedAt} />
        </span>
      </Link>
      <LastRun lastRun={lastRun} name={name} />
      {may && (
        <Link
          to="/definitions/$id"
          params={{ id: definitionId }}
          search={{ open: 'run' }}
          className={buttonClass()}
          aria-label={`Run ${name}`}
          title="Run now"
        >
          ▶
        </Link>
      )}
    </div>
  );
}

function LastRun({ lastRun, name }: Pick<Definition, 'lastRun' | 'name'>) {
  if (lastRun === null) return <span className="w-30 text-right text-sm text-muted @xl:w-44">never run</span>;
  return (
    <Link
      to="/executions/$id"
      params={{ id: lastRun.executionId }}
      className="flex w-30 items-center justify-end gap-2 text-sm text-muted hover:no-underline @xl:w-44"
    >
      <span className="sr-only">The last run of {name}: </span>
      <ExecutionChip {...lastRun} />
      <span className="hidden @xl:inline">
        <Ago at={lastRun.submittedAt} />
      </span>
    </Link>
  );
}

const NoDefinitions = ({ search }: { search: string | undefined }) =>
  search === undefined ? (
    <Empty title="There is no definition yet">
      <p>Whatever is run leaves one under its name. Or save one without running it:</p>
      <pre className="mx-auto mt-3 w-fit rounded-md bg-sunken px-4 py-2 text-left font-mono text-sm text-text">
        gauntlet definition save gauntlet.yaml
      </pre>
    </Empty>
  ) : (
    <Empty title={`No definition is named like “${search}”`}>Search for another part of a name.</Empty>
  );
