/** One test over time: its outcomes and durations, how flaky it is, whose it is, and its quarantine. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { keyOf, useMay, useMe, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Ago, When } from '../../kit/moment.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Chip, OutcomeChip } from '../../kit/outcome.tsx';
import { PageHead, Panel } from '../../kit/panel.tsx';
import { formatDuration, formatShare, plural } from '../../kit/quantities.ts';
import { lookOfOutcome, Marks, type TestCase } from '../../parts/test-row.tsx';
import { QuarantineForm } from './quarantine-form.tsx';
import { RunBars } from './run-bars.tsx';

const RUNS = 100;

export function TestScreen() {
  const { id } = useParams({ from: '/tests/$id' });
  const { project, api } = useWorkspace();
  const found = useQuery({
    queryKey: keyOf(project, 'test-cases', 'one', id),
    queryFn: async ({ signal }) =>
      (await api.GET('/api/v1/test-cases/{id}', { params: { path: { id } }, signal })).data,
  });
  if (found.isPending) return <Loading what="the test" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Shown test={found.data} />;
}

function Shown({ test }: { test: TestCase }) {
  return (
    <>
      <PageHead title={test.name} side={<Actions test={test} />}>
        <Link to="/definitions/$id" params={{ id: test.definitionId }}>
          {test.definitionName}
        </Link>
        {test.file && <span className="break-all"> · {test.file}</span>}
        {test.suite.length > 0 && <span> · {test.suite.join(' › ')}</span>}
      </PageHead>
      <p className="mb-4 flex flex-wrap items-center gap-2">
        <OutcomeChip look={lookOfOutcome(test.lastOutcome)} />
        <Marks test={test} />
        {test.standing && test.standingSince && (
          <span className="text-muted">
            {test.standing} since <When at={test.standingSince} />
          </span>
        )}
      </p>
      <div className="grid gap-4">
        <Facts test={test} />
        <Runs test={test} />
      </div>
    </>
  );
}

function Actions({ test }: { test: TestCase }) {
  const me = useMe();
  const may = useMay('submit');
  const { project, api } = useWorkspace();
  const [asking, setAsking] = useState(false);
  const path = { id: test.testCaseId };
  const concerns = [keyOf(project, 'test-cases'), keyOf(project, 'overview')];
  const own = useAct({
    run: (owner: string | null) =>
      api.PATCH('/api/v1/test-cases/{id}', { params: { path }, body: { owner } }),
    concerns,
    said: (_, owner) => (owner === null ? 'Nobody owns the test now.' : 'You own the test now.'),
  });
  const release = useAct({
    run: () => api.DELETE('/api/v1/test-cases/{id}/quarantine', { params: { path } }),
    concerns,
    said: () => 'The test counts again.',
  });
  if (!may) return null;
  const mine = test.owner?.userId === me.userId;
  return (
    <>
      <Button busy={own.busy} onClick={() => own.go(mine ? null : me.username)}>
        {mine ? 'Unassign me' : 'Assign to me'}
      </Button>
      {test.quarantine?.state === 'active' ? (
        <Button busy={release.busy} onClick={() => release.go(undefined)}>
          End the quarantine
        </Button>
      ) : (
        <Button onClick={() => setAsking(true)}>Quarantine …</Button>
      )}
      {asking && <QuarantineForm test={test} onClose={() => setAsking(false)} />}
    </>
  );
}

function Facts({ test: { owner, flaky, quarantine, firstSeenAt, typicalMs } }: { test: TestCase }) {
  return (
    <dl className="grid gap-3 rounded-lg border border-line bg-surface p-3.5 text-sm sm:grid-cols-2 lg:grid-cols-4">
      <Fact term="Owner">{owner ? <bdi>{owner.username}</bdi> : 'nobody'}</Fact>
      <Fact term="Usually takes">{formatDuration(typicalMs)}</Fact>
      <Fact term="First seen">
        <When at={firstSeenAt} />
      </Fact>
      <Fact term="Flaky">
        {flaky === null ? (
          'not seen to be'
        ) : (
          <>
            {formatShare(flaky.rate, 1)} of {plural(flaky.runs, 'run')}
            <span className="block text-xs text-muted">
              95 %: {formatShare(flaky.low, 1)} to {formatShare(flaky.high, 1)}, last{' '}
              <Ago at={flaky.lastSeenAt} />
            </span>
          </>
        )}
      </Fact>
      {quarantine && (
        <Fact term={quarantine.state === 'active' ? 'In quarantine' : 'Quarantine, expired'}>
          {quarantine.reason}
          <span className="block text-xs text-muted">
            {quarantine.by && (
              <>
                by <bdi>{quarantine.by}</bdi>,{' '}
              </>
            )}
            until <When at={quarantine.expiresAt} />
          </span>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{term}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

function Runs({ test: { testCaseId: id } }: { test: TestCase }) {
  const { project, api } = useWorkspace();
  const found = useInfiniteQuery({
    queryKey: keyOf(project, 'test-cases', 'runs', id),
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: RUNS, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return (await api.GET('/api/v1/test-cases/{id}/runs', { params: { path: { id }, query }, signal }))
        .data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  if (found.isPending) return <Loading what="its runs" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const runs = found.data.pages.flatMap(({ items }) => items);
  if (runs.length === 0) return <Empty title="Its runs are no longer kept" />;
  return (
    <Panel
      title="Runs"
      side={`${plural(runs.length, 'run')}${found.hasNextPage ? ' of more' : ''}, the newest first`}
    >
      <RunBars runs={runs} />
      <ul aria-label="Runs">
        {runs.map((run) => (
          <li key={run.resultId}>
            <Link
              to="/executions/$id"
              params={{ id: run.executionId }}
              search={(known) => ({ ...known, result: run.resultId }) as never}
              data-row
              className="grid grid-cols-[5.5rem_minmax(0,1fr)_auto_auto] items-center gap-3 border-b border-line px-3.5 py-1.5 text-text last:border-0 hover:bg-sunken hover:no-underline focus-visible:-outline-offset-2"
            >
              <span>
                <OutcomeChip look={lookOfOutcome(run.outcome)} />
              </span>
              <span className="truncate text-sm text-muted">{run.message}</span>
              <span className="flex items-center gap-2 text-sm tabular-nums">
                {run.bothOutcomes && <Chip tone="flaky">same content, both outcomes</Chip>}
                {run.quarantined && <Chip tone="warn">quarantined</Chip>}
                {formatDuration(run.durationMs)}
              </span>
              <span className="text-right text-sm text-muted">
                <Ago at={run.at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <div className="flex justify-center p-3">
          <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Panel>
  );
}
