/** Two executions beside each other: what fails now, what was fixed, what is slower. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '../../api/client.ts';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Ago } from '../../kit/moment.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { ExecutionChip, OutcomeChip } from '../../kit/outcome.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { formatCount, formatDuration } from '../../kit/quantities.ts';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import { PickExecution } from '../../parts/pick-execution.tsx';
import { lookOfOutcome } from '../../parts/test-row.tsx';
import { KINDS, type Kind } from './kinds.ts';

type Change = Schema['Comparison']['items'][number];

const PAGE = 100;

export function Compare() {
  const { id, other } = useParams({ from: '/executions/$id/compare/$other' });
  const go = useNavigate();
  return (
    <>
      <PageHead
        title="Compare executions"
        side={
          <Button
            onClick={() =>
              void go({
                to: '/executions/$id/compare/$other',
                params: { id: other, other: id },
                search: (known: object) => known as never,
                replace: true,
              })
            }
          >
            ⇄ Swap
          </Button>
        }
      />
      <div className="mb-4 grid gap-2 lg:grid-cols-2">
        <Side label="Before" id={id} except={other} compareTo={(chosen) => ({ id: chosen, other })} />
        <Side label="After" id={other} except={id} compareTo={(chosen) => ({ id, other: chosen })} />
      </div>
      <Changes id={id} other={other} />
    </>
  );
}

type SideProps = {
  label: string;
  id: string;
  except: string;
  compareTo: (chosen: string) => { id: string; other: string };
};

function Side({ label, id, except, compareTo }: SideProps) {
  const [asking, setAsking] = useState(false);
  const { project, api } = useWorkspace();
  const found = useQuery({
    queryKey: keyOf(project, 'execution', id, 'view'),
    queryFn: async ({ signal }) =>
      (await api.GET('/api/v1/executions/{id}', { params: { path: { id } }, signal })).data,
  });
  if (found.isPending) return <Loading what="an execution" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 rounded-lg border border-line bg-surface px-3.5 py-1.5">
      <span className="text-xs text-muted">{label}</span>
      <ExecutionChip {...found.data} />
      <Link to="/executions/$id" params={{ id }} className="min-w-0 py-0.5 font-medium break-words">
        {found.data.name}
      </Link>
      <span className="ml-auto text-sm text-muted">
        <Ago at={found.data.submittedAt} />
      </span>
      <Button look="quiet" aria-label={`Change: ${label.toLowerCase()}`} onClick={() => setAsking(true)}>
        Change
      </Button>
      {asking && (
        <PickExecution
          title={label === 'Before' ? 'Compare from' : 'Compare to'}
          definitionId={found.data.definitionId}
          except={except}
          compareTo={compareTo}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

const SAME = {
  same: 'Both ran the same content: what differs is not the code.',
  different: null,
  unknown: null,
} as const;

function Changes({ id, other }: { id: string; other: string }) {
  const { project, api } = useWorkspace();
  const { kind = 'newly-failing' } = useSearch({ from: '/executions/$id/compare/$other' });
  const found = useInfiniteQuery({
    queryKey: keyOf(project, 'comparison', id, other, kind),
    queryFn: async ({ pageParam, signal }) => {
      const query = { kind, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      const params = { path: { id, executionId: other }, query };
      return (await api.GET('/api/v1/executions/{id}/compare/{executionId}', { params, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: (known) => known,
  });
  if (found.isPending) return <Loading what="the comparison" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const [first] = found.data.pages;
  const changes = found.data.pages.flatMap(({ items }) => items);
  return (
    <>
      {first && SAME[first.content] && <p className="mb-3 text-flaky">{SAME[first.content]}</p>}
      <Kinds counts={first?.counts} shown={kind} />
      {changes.length === 0 ? (
        <Empty title="None of this kind" />
      ) : (
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          <VirtualRows
            items={changes}
            keyOf={({ testCaseId }) => testCaseId}
            estimatedHeight={49}
            label="Tests that changed"
          >
            {(change) => <ChangeRow change={change} before={id} after={other} />}
          </VirtualRows>
          <More
            hasMore={found.hasNextPage}
            busy={found.isFetchingNextPage}
            load={() => void found.fetchNextPage()}
          />
        </div>
      )}
    </>
  );
}

function Kinds({ counts, shown }: { counts: Schema['Comparison']['counts'] | undefined; shown: Kind }) {
  return (
    <nav aria-label="Kinds of changes" className="mb-3 flex flex-wrap gap-1">
      {KINDS.map(({ kind, label, count }) => (
        <Link
          key={kind}
          to="."
          search={(known: object) => ({ ...known, kind }) as never}
          replace
          aria-current={kind === shown ? 'page' : undefined}
          className={`rounded-md px-2.5 py-1 text-sm hover:no-underline ${
            kind === shown ? 'bg-accent-soft font-medium' : 'text-text hover:bg-quiet-soft'
          }`}
        >
          {label} <span className="text-muted tabular-nums">{counts && formatCount(counts[count])}</span>
        </Link>
      ))}
    </nav>
  );
}

type RowProps = { change: Change; before: string; after: string };

/** Leads to the result in the later one, or where the test is gone in the earlier one. */
function ChangeRow({ change: { name, suite, file, before, after, message }, ...ids }: RowProps) {
  const [id, result] = after ? [ids.after, after.resultId] : [ids.before, before?.resultId];
  return (
    <Link
      to="/executions/$id"
      params={{ id }}
      search={{ result }}
      data-row
      className="grid items-center gap-x-3 gap-y-1 sm:grid-cols-[minmax(0,1fr)_auto] border-b border-line px-3.5 py-1.5 text-text hover:bg-sunken hover:no-underline focus-visible:-outline-offset-2"
    >
      <span className="min-w-0">
        <span className="block truncate font-medium">{name}</span>
        <span className="block truncate text-xs text-muted">{message ?? file ?? suite.join(' › ')}</span>
      </span>
      <span className="flex items-center gap-2 text-sm tabular-nums">
        <Half side={before} /> <span aria-hidden="true">→</span> <Half side={after} />
      </span>
    </Link>
  );
}

function Half({ side }: { side: Change['before'] }) {
  if (side === null) return <span className="text-muted">not there</span>;
  return (
    <span className="flex items-center gap-1.5">
      <OutcomeChip look={lookOfOutcome(side.outcome)} />
      <span className="text-right sm:min-w-14">{formatDuration(side.durationMs)}</span>
    </span>
  );
}
