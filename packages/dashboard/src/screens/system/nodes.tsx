/** Where tests run: what each node has, and what running executions asked of it. */
import type { Schema } from '../../api/client.ts';
import { Ago } from '../../kit/moment.tsx';
import { Empty } from '../../kit/notice.tsx';
import { Chip, FILL } from '../../kit/outcome.tsx';
import { Panel } from '../../kit/panel.tsx';
import { formatBytes, formatCount, plural } from '../../kit/quantities.ts';
import { Cell, rowClass, Table } from '../../kit/table.tsx';

type Node = Schema['System']['nodes'][number];

export function Nodes({ nodes }: { nodes: readonly Node[] }) {
  return (
    <Panel title="Nodes" side={plural(nodes.filter(({ state }) => state === 'heard').length, 'live node')}>
      {nodes.length === 0 && (
        <Empty title="No node has reported">
          Tests wait in the queue until a server with the role scheduler runs.
        </Empty>
      )}
      {nodes.length > 0 && (
        <Table label="Nodes" heads={['Node', 'State', ...ASKED.map((wide) => ({ wide }))]}>
          {nodes.map((node) => (
            <NodeRow key={node.name} node={node} />
          ))}
        </Table>
      )}
    </Panel>
  );
}

const ASKED = ['Executions', 'CPU asked for', 'Memory asked for'] as const;

const cores = (millis: number) => `${Number((millis / 1000).toFixed(1))}`;

function NodeRow({
  node: { name, host, state, lastSeenAt, executions, cpuMillis, memoryBytes },
}: {
  node: Node;
}) {
  return (
    <tr className={rowClass}>
      <Cell>
        <span className="block font-medium">{name}</span>
        {host !== name && <span className="block text-xs text-muted">{host}</span>}
      </Cell>
      <Cell className="whitespace-nowrap">
        {state === 'heard' ? <Chip tone="pass">✓ live</Chip> : <Chip tone="warn">! silent</Chip>}{' '}
        <span className="text-xs text-muted">
          heard <Ago at={lastSeenAt} />
        </span>
      </Cell>
      <Cell wide={ASKED[0]} className="tabular-nums">
        {formatCount(executions)}
      </Cell>
      <Cell wide={ASKED[1]}>
        <Share {...cpuMillis} text={`${cores(cpuMillis.requested)} of ${cores(cpuMillis.total)} CPU`} />
      </Cell>
      <Cell wide={ASKED[2]}>
        <Share
          {...memoryBytes}
          text={`${formatBytes(memoryBytes.requested)} of ${formatBytes(memoryBytes.total)}`}
        />
      </Cell>
    </tr>
  );
}

function Share({ total, requested, text }: { total: number; requested: number; text: string }) {
  const share = total === 0 ? 0 : Math.min(1, requested / total);
  return (
    <span className="block min-w-36">
      <span className="whitespace-nowrap tabular-nums">{text}</span>
      <span className="mt-1 block h-1.5 overflow-hidden rounded-full bg-quiet-soft" aria-hidden="true">
        <span
          className={`block h-full ${FILL[share >= 0.9 ? 'warn' : 'accent']}`}
          style={{ width: `${share * 100}%` }}
        />
      </span>
    </span>
  );
}
