/** Which pod each group is, on which node, and what it waits for or was lost by. */
import { Panel } from '../../../kit/panel.tsx';
import { ScrollBox } from '../../../kit/scroll-box.tsx';
import { FAULTS, WAITS } from '../../../parts/pod-words.ts';
import type { Execution } from '../queries.ts';

type Group = Execution['groups'][number];

/** Where it says nothing that is not said elsewhere, it is not there. */
export function Pods({ execution: { environment, groups, waitingFor } }: { execution: Execution }) {
  const telling = groups.some(({ waiting, lostBy }) => waiting !== null || lostBy !== null);
  if ((environment.name === 'local' && !telling) || groups.length === 0) return null;
  return (
    <Panel title="Pods" side={waitingFor && `Waiting: ${waitingFor}`}>
      <ScrollBox label="Pods of groups" className="overflow-x-auto focus-visible:-outline-offset-2">
        <table className="w-full text-sm">
          <thead className="text-left text-xs text-muted">
            <tr>
              {['Group', 'Pod', 'Node', 'State'].map((name) => (
                <th key={name} scope="col" className="px-3.5 py-1.5 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <Row key={group.groupId} group={group} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Panel>
  );
}

function Row({ group }: { group: Group }) {
  const { index, attempt, podName, nodeName, status } = group;
  const again = attempt > 0 ? `, attempt ${attempt + 1}` : '';
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="whitespace-nowrap px-3.5 py-1.5 text-left font-medium">
        {index + 1}
        {again}
      </th>
      <td className="px-3.5 py-1.5">
        <bdi>{podName ?? '–'}</bdi>
      </td>
      <td className="px-3.5 py-1.5">
        <bdi>{nodeName ?? '–'}</bdi>
      </td>
      <td className="px-3.5 py-1.5">
        {status}
        <Why group={group} />
      </td>
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
