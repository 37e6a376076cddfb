/** System health: whether the server is ready, what waits, the nodes, the database. */
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../api/client.ts';
import { HOME, keyOf, useMayAtHome } from '../../api/workspace.tsx';
import { useNow } from '../../kit/moment.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Chip, FILL } from '../../kit/outcome.tsx';
import { PageHead, Panel } from '../../kit/panel.tsx';
import { formatBytes, formatCount, formatDuration } from '../../kit/quantities.ts';
import { Nodes } from './nodes.tsx';

type SystemFacts = Schema['System'];

/** Health is asked for: a server that cannot answer would tell nobody. */
const EVERY_MS = 5_000;

export function System() {
  const mayLook = useMayAtHome('admin');
  const system = useQuery({
    queryKey: keyOf(undefined, 'system'),
    queryFn: async ({ signal }) => (await HOME.api.GET('/api/v1/system', { signal })).data,
    enabled: mayLook,
    refetchInterval: EVERY_MS,
  });
  return (
    <>
      <PageHead
        title="System health"
        side={
          <a href="/metrics" className="text-sm">
            Metrics for Prometheus
          </a>
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Ready />
        {system.data && <Now facts={system.data} />}
      </div>
      {!mayLook && (
        <Empty title="The rest is for admins">
          Nodes, the database and the queue of all teams are shown to them.
        </Empty>
      )}
      {mayLook && system.isPending && <Loading what="how the installation is" />}
      {system.isError && !system.data && <Failure error={system.error} retry={() => void system.refetch()} />}
      {system.data && (
        <div className="mt-4 grid gap-4">
          <Nodes nodes={system.data.nodes} />
          <DatabaseFacts database={system.data.database} />
        </div>
      )}
    </>
  );
}

type Readiness = { status: 'ready' | 'not-ready'; checks: Record<string, { ok: boolean; message: string }> };

const PARTS: Readonly<Record<string, string>> = {
  database: 'Database',
  artifacts: 'Artifact store',
  queue: 'Queue order',
  load: 'Event loop',
  server: 'Server',
};

function Ready() {
  const ready = useQuery({
    queryKey: ['health', 'ready'],
    // 503 is an answer here, and not a failure to answer.
    queryFn: async ({ signal }) => (await (await fetch('/health/ready', { signal })).json()) as Readiness,
    refetchInterval: EVERY_MS,
    retry: false,
  });
  const word = ready.isError ? (
    <Chip tone="fail">✗ no answer</Chip>
  ) : (
    ready.data &&
    (ready.data.status === 'ready' ? <Chip tone="pass">✓ ready</Chip> : <Chip tone="fail">✗ not ready</Chip>)
  );
  return (
    <Panel title="This server" side={<span role="status">{word}</span>}>
      {ready.isPending && <Loading what="the server's health" />}
      {ready.isError && <Failure error={ready.error} retry={() => void ready.refetch()} />}
      <ul>
        {Object.entries(ready.data?.checks ?? {}).map(([part, { ok, message }]) => (
          <li key={part} className="flex items-center gap-3 border-b border-line px-3.5 py-2 last:border-0">
            <span className="w-32 font-medium">{PARTS[part] ?? part}</span>
            <span className="min-w-0 flex-1 break-words text-muted">{message}</span>
            {ok ? <Chip tone="pass">✓ ok</Chip> : <Chip tone="fail">✗ failing</Chip>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Now({ facts: { version, server, queue, executions, groups } }: { facts: SystemFacts }) {
  const now = useNow();
  const running = Object.entries(executions).filter(([status]) => status !== 'queued');
  const words = (counts: readonly (readonly [string, number])[]) =>
    counts.length === 0
      ? 'none'
      : counts.map(([status, count]) => `${formatCount(count)} ${status}`).join(', ');
  const rows: readonly (readonly [string, string])[] = [
    [
      'In the queue',
      queue.waiting === 0
        ? 'nobody waits'
        : `${formatCount(queue.waiting)}, the first for ${formatDuration(queue.oldestSeconds * 1000)}`,
    ],
    ['Executions', words(running)],
    ['Groups', words(Object.entries(groups))],
    ['Version', `${version}, on Node.js ${server.node.replace(/^v/, '')}`],
    ['Runs for', formatDuration(Math.max(0, now - Date.parse(server.startedAt)))],
    ['Memory', formatBytes(server.memoryBytes)],
  ];
  return (
    <Panel title="Now, of all teams">
      <dl>
        {rows.map(([label, value]) => (
          <div key={label} className="flex gap-3 border-b border-line px-3.5 py-2 last:border-0">
            <dt className="w-32 text-muted">{label}</dt>
            <dd className="min-w-0 flex-1 tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function DatabaseFacts({ database }: { database: SystemFacts['database'] }) {
  const { version, sizeBytes, connections, maxConnections, schema } = database;
  const share = connections / maxConnections;
  return (
    <Panel title="Database" side={`PostgreSQL ${version}`}>
      <dl className="grid gap-x-8 gap-y-2 px-3.5 py-3 sm:grid-cols-3">
        <div>
          <dt className="text-sm text-muted">Size</dt>
          <dd className="tabular-nums">{formatBytes(sizeBytes)}</dd>
        </div>
        <div>
          <dt className="text-sm text-muted">Connections</dt>
          <dd className="tabular-nums">
            {formatCount(connections)} <span className="text-muted">of {formatCount(maxConnections)}</span>
            <span className="mt-1 block h-1.5 overflow-hidden rounded-full bg-quiet-soft" aria-hidden="true">
              <span
                className={`block h-full ${FILL[share > 0.9 ? 'fail' : share > 0.7 ? 'warn' : 'accent']}`}
                style={{ width: `${share * 100}%` }}
              />
            </span>
          </dd>
        </div>
        <div>
          <dt className="text-sm text-muted">Schema</dt>
          <dd className="font-mono text-sm break-all">{schema}</dd>
        </div>
      </dl>
    </Panel>
  );
}
