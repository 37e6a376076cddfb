/** Which pod each group is, on which node, and what it waits for or was lost by. */
import { Panel } from '../../../kit/panel.tsx';
import { Cell, rowClass, Table } from '../../../kit/table.tsx';
import { FAULTS, WAITS } from '../../../parts/pod-words.ts';
import type { Execution } from '../queries.ts';

type Group = Execution['groups'][number];

/** Where it says nothing that is not said elsewhere, it is not there. */
export function Pods({ execution: { environment, groups, waitingFor } }: { execution: Execution }) {
  const telling = groups.some(({ waiting, lostBy }) => waiting !== null || lostBy !== null);
  if ((environment.name === 'local' && !telling) || groups.length === 0) return null;
  return (
    <Panel title="Pods" side={waitingFor && `Waiting: ${waitingFor}`}>
      <Table label="Pods of groups" heads={['Group', { wide: 'Pod' }, { wide: 'Node' }, 'State']}>
        {groups.map((group) => (
          <Row key={group.groupId} group={group} />
        ))}
      </Table>
    </Panel>
  );
}

function Row({ group }: { group: Group }) {
  const { index, attempt, podName, nodeName, status } = group;
  const again = attempt > 0 ? `, attempt ${attempt + 1}` : '';
  return (
    <tr className={rowClass}>
      <Cell className="font-medium whitespace-nowrap">
        <span className="@2xl:sr-only">Group </span>
        {index + 1}
        {again}
      </Cell>
      <Cell wide="Pod">
        <bdi className="break-all">{podName ?? '–'}</bdi>
      </Cell>
      <Cell wide="Node">
        <bdi>{nodeName ?? '–'}</bdi>
      </Cell>
      <Cell>
        {status}
        <Why group={group} />
      </Cell>
    </tr>
  );
}

function Why({ group: { waiting, lostBy, lostReason } }: { group: Group }) {
  if (waiting)
    return (
      <div className="text-xs text-muted">
        waits for {WAITS[waiting.for]}: {waiting.message}
      </div>
    );
  if (lostReason === null) return null;
  return (
    <div className="text-xs text-muted">
      {lostBy && `${FAULTS[lostBy]}: `}
      {lostReason}
    </div>
  );
}
