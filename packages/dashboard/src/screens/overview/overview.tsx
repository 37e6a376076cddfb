/** What goes on: what runs now, what waits, and the newest outcomes. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { Ago } from '../../kit/moment.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { PageHead, Panel } from '../../kit/panel.tsx';
import { plural } from '../../kit/quantities.ts';
import { ExecutionRow } from '../../parts/execution-row.tsx';

export function Overview() {
  return (
    <>
      <PageHead title="Overview" />
      <div className="grid gap-4 xl:grid-cols-2">
        <Running />
        <Queue />
        <Newest />
      </div>
    </>
  );
}

const ACTIVE = 'scheduled,initializing,running,completing,retrying';

function Running() {
  return (
    <Executions title="Running now" filters={{ status: ACTIVE }} nothing="Nothing runs at the moment." />
  );
}

function Newest() {
  return <Executions title="Newest" filters={{}} nothing="Nothing has been run here yet: gauntlet run ." />;
}

type ListProps = { title: string; filters: { status?: string }; nothing: string };

function Executions({ title, filters, nothing }: ListProps) {
  const { project, api } = useWorkspace();
  const query = { ...filters, limit: 8 };
  const found = useQuery({
    queryKey: keyOf(project, 'executions', 'first', query),
    queryFn: async ({ signal }) => (await api.GET('/api/v1/executions', { params: { query }, signal })).data,
  });
  return (
    <Panel
      title={title}
      side={
        <Link to="/executions" search={(known) => ({ ...known, ...filters })}>
          All
        </Link>
      }
    >
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
    <Panel title="Queue" side={queue.data && plural(queue.data.items.length, 'waits', 'wait')}>
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
