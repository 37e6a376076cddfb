/** What goes on: what runs and waits, how the last days went, what broke, what is flaky or slow. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schema } from '../../api/client.ts';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { Ago } from '../../kit/moment.tsx';
import { Failure, Loading } from '../../kit/notice.tsx';
import { PageHead, Panel } from '../../kit/panel.tsx';
import { formatCount, formatDuration, formatShare, plural } from '../../kit/quantities.ts';
import { ExecutionRow } from '../../parts/execution-row.tsx';
import { NothingRun } from '../../parts/nothing-run.tsx';
import { type TestCase, TestRow } from '../../parts/test-row.tsx';
import { Days } from './days.tsx';
import { NoPassword } from './no-password.tsx';

type Told = Schema['Overview'];

const DAYS = 14;

export function Overview() {
  const { project, api } = useWorkspace();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const found = useQuery({
    queryKey: keyOf(project, 'overview', timeZone),
    queryFn: async ({ signal }) =>
      (await api.GET('/api/v1/overview', { params: { query: { days: DAYS, timeZone } }, signal })).data,
  });
  return (
    <>
      <PageHead title="Overview" />
      <NoPassword />
      <div className="grid gap-4">
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <Running />
          <Queue />
        </div>
        {found.isPending && <Loading what="the last days" />}
        {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
        {found.data && hasRun(found.data) && <Changed overview={found.data} />}
        <Newest />
        {found.data && hasRun(found.data) && <Worst overview={found.data} />}
      </div>
    </>
  );
}

const hasRun = ({ days }: Told) => days.some(({ executions }) => executions > 0);

function Changed({ overview: { days, broke, fixed } }: { overview: Told }) {
  return (
    <>
      <Days days={days} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <TestsPanel
          title="Broke since yesterday"
          tests={broke}
          nothing="No test that passed before has begun to fail."
          all={{ state: 'failing', order: 'newest-failure', label: 'All that fail' }}
          figure={standingFigure}
        />
        <TestsPanel
          title="Fixed since yesterday"
          tests={fixed}
          nothing="No test that failed before has begun to pass."
          figure={standingFigure}
        />
      </div>
    </>
  );
}

function Worst({ overview: { flakiest, slowest } }: { overview: Told }) {
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <TestsPanel
        title="Flakiest tests"
        tests={flakiest}
        nothing="No test both passed and failed on the same content."
        all={{ state: 'flaky', order: 'flaky-rate', label: 'All' }}
        figure={({ flaky }) => flaky && `${formatShare(flaky.rate, 1)} of ${plural(flaky.runs, 'run')}`}
      />
      <TestsPanel
        title="Slowest tests"
        tests={slowest}
        nothing="No test has run yet."
        all={{ order: 'slowest', label: 'All' }}
        figure={({ typicalMs }) => formatDuration(typicalMs)}
      />
    </div>
  );
}

const standingFigure = ({ standingSince }: TestCase) => standingSince && <Ago at={standingSince} />;

type TestsProps = {
  title: string;
  tests: readonly TestCase[];
  nothing: string;
  all?: { state?: 'flaky' | 'failing'; order: 'flaky-rate' | 'slowest' | 'newest-failure'; label: string };
  figure: (test: TestCase) => ReactNode;
};

function TestsPanel({ title, tests, nothing, all, figure }: TestsProps) {
  const { label, ...filters } = all ?? { label: '' };
  const more = all && (
    <Link to="/tests" search={(known) => ({ ...known, ...filters }) as never}>
      {label}
    </Link>
  );
  return (
    <Panel title={title} side={more}>
      {tests.length === 0 && <Calm>{nothing}</Calm>}
      <div className="*:last:border-b-0">
        {tests.map((test) => (
          <TestRow key={test.testCaseId} test={test} figure={figure(test)} />
        ))}
      </div>
    </Panel>
  );
}

const ACTIVE = 'scheduled,initializing,running,completing,retrying';

const Running = () => (
  <Executions title="Running now" filters={{ status: ACTIVE }} nothing={<Calm>Nothing is running.</Calm>} />
);

const Newest = () => <Executions title="Newest executions" filters={{}} nothing={<NothingRun />} />;

/** Said where nothing is the usual case. */
const Calm = ({ children }: { children: ReactNode }) => <p className="px-3.5 py-3 text-muted">{children}</p>;

type ListProps = { title: string; filters: { status?: string }; nothing: ReactNode };

function Executions({ title, filters, nothing }: ListProps) {
  const { project, api } = useWorkspace();
  const query = { ...filters, limit: 8 };
  const found = useQuery({
    queryKey: keyOf(project, 'executions', 'first', query),
    queryFn: async ({ signal }) => (await api.GET('/api/v1/executions', { params: { query }, signal })).data,
  });
  const all = (
    <Link to="/executions" search={(known) => ({ ...known, ...filters })}>
      All
    </Link>
  );
  return (
    <Panel title={title} side={all}>
      {found.isPending && <Loading what="executions" />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data?.items.length === 0 && nothing}
      <div className="*:last:border-b-0">
        {found.data?.items.map((execution) => (
          <ExecutionRow key={execution.executionId} execution={execution} />
        ))}
      </div>
    </Panel>
  );
}

function Queue() {
  const { project, api } = useWorkspace();
  const queue = useQuery({
    queryKey: keyOf(project, 'queue'),
    queryFn: async ({ signal }) => (await api.GET('/api/v1/queue', { signal })).data,
  });
  return (
    <Panel
      title="Queue"
      side={queue.data && queue.data.items.length > 0 && `${formatCount(queue.data.items.length)} waiting`}
    >
      {queue.isPending && <Loading what="the queue" />}
      {queue.isError && <Failure error={queue.error} retry={() => void queue.refetch()} />}
      {queue.data?.items.length === 0 && <Calm>Nothing is waiting for room.</Calm>}
      <ol>
        {queue.data?.items.map(({ executionId, position, name, queuedAt, waitingFor }) => (
          <li key={executionId} className="border-b border-line last:border-0">
            <Link
              to="/executions/$id"
              params={{ id: executionId }}
              data-row
              className="flex items-baseline gap-3 px-3.5 py-2 text-text hover:bg-sunken hover:no-underline"
            >
              <b className="w-8 text-right tabular-nums">{position}</b>
              <span className="min-w-0 flex-1 truncate">
                {name} <span className="text-muted">{waitingFor}</span>
              </span>
              <span className="text-sm text-muted">
                <Ago at={queuedAt} />
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
