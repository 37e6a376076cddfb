/** What goes on: what runs and waits, how the last days went, what broke, what is flaky or slow. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { Ago } from '../../kit/moment.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { PageHead, Panel } from '../../kit/panel.tsx';
import { plural } from '../../kit/quantities.ts';
import { ExecutionRow } from '../../parts/execution-row.tsx';
import { type TestCase, TestRow } from '../../parts/test-row.tsx';
import { Days } from './days.tsx';

const DAYS = 14;

export function Overview() {
  return (
    <>
      <PageHead title="Overview" />
      <div className="grid gap-4 xl:grid-cols-2">
        <Running />
        <Queue />
      </div>
      <Past />
      <Newest />
    </>
  );
}

function Past() {
  const { project, api } = useWorkspace();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const found = useQuery({
    queryKey: keyOf(project, 'overview', timeZone),
    queryFn: async ({ signal }) =>
      (await api.GET('/api/v1/overview', { params: { query: { days: DAYS, timeZone } }, signal })).data,
  });
  if (found.isPending) return <Loading what="the last days" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { days, broke, fixed, flakiest, slowest } = found.data;
  if (days.every(({ executions }) => executions === 0)) return null;
  return (
    <div className="mt-4 grid gap-4">
      <Days days={days} />
      <div className="grid gap-4 xl:grid-cols-2">
        <TestsPanel title="Broke within a day" tests={broke} nothing="Nothing broke since yesterday." />
        <TestsPanel title="Fixed within a day" tests={fixed} nothing="Nothing was fixed since yesterday." />
        <TestsPanel
          title="Flakiest"
          tests={flakiest}
          nothing="No test showed both outcomes for the same content."
          all={{ state: 'flaky', order: 'flaky-rate' }}
        />
        <TestsPanel
          title="Slowest"
          tests={slowest}
          nothing="No test has run yet."
          all={{ order: 'slowest' }}
        />
      </div>
    </div>
  );
}

type TestsProps = {
  title: string;
  tests: readonly TestCase[];
  nothing: string;
  all?: { state?: 'flaky'; order: 'flaky-rate' | 'slowest' };
};

function TestsPanel({ title, tests, nothing, all }: TestsProps) {
  const more = all && (
    <Link to="/tests" search={(known) => ({ ...known, ...all }) as never}>
      All
    </Link>
  );
  return (
    <Panel title={title} side={more}>
      {tests.length === 0 && <p className="px-3.5 py-6 text-center text-muted">{nothing}</p>}
      {tests.map((test) => (
        <TestRow key={test.testCaseId} test={test} />
      ))}
    </Panel>
  );
}

const ACTIVE = 'scheduled,initializing,running,completing,retrying';

const Running = () => (
  <Executions title="Running now" filters={{ status: ACTIVE }} nothing="Nothing runs at the moment." />
);

const Newest = () => (
  <div className="mt-4">
    <Executions title="Newest" filters={{}} nothing="Nothing has been run here yet: gauntlet run ." />
  </div>
);

type ListProps = { title: string; filters: { status?: string }; nothing: string };

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
      {found.data?.items.length === 0 && <Empty title={nothing} />}
      {found.data?.items.map((execution) => (
        <ExecutionRow key={execution.executionId} execution={execution} />
      ))}
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
    <Panel title="Queue" side={queue.data && `${plural(queue.data.items.length, 'execution')} waiting`}>
      {queue.isPending && <Loading what="the queue" />}
      {queue.isError && <Failure error={queue.error} retry={() => void queue.refetch()} />}
      {queue.data?.items.length === 0 && <Empty title="Nobody waits." />}
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
