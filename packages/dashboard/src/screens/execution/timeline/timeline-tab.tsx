/** When what happened: the states, the groups with their units, and why they ran where they ran. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useWorkspace } from '../../../api/workspace.tsx';
import { useNow } from '../../../kit/moment.tsx';
import { Empty, Failure, Loading } from '../../../kit/notice.tsx';
import { Panel } from '../../../kit/panel.tsx';
import { plural } from '../../../kit/quantities.ts';
import { type Execution, eventsQuery, MOST_EVENTS, type Recorded } from '../queries.ts';
import { Gantt } from './gantt.tsx';
import { layoutGantt } from './gantt-layout.ts';
import { Placement } from './placement.tsx';
import { Pods } from './pods.tsx';
import { readStates } from './states.ts';
import { States } from './states-view.tsx';

const RARELY_MS = 3_600_000;

export function TimelineTab({ execution }: { execution: Execution }) {
  const workspace = useWorkspace();
  const found = useQuery(eventsQuery(useQueryClient(), workspace, execution.executionId));
  if (found.isPending) return <Loading what="the timeline" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Timeline execution={execution} events={found.data} />;
}

function Timeline({ execution, events }: { execution: Execution; events: readonly Recorded[] }) {
  const over = execution.verdict !== null;
  const now = useNow(over ? RARELY_MS : 1000);
  const states = useMemo(() => readStates(events), [events]);
  const gantt = useMemo(() => layoutGantt(events, now, over), [events, now, over]);
  return (
    <div className="space-y-4">
      <Panel title="States">
        <States states={states} now={now} />
      </Panel>
      <Panel title="Groups" side={gantt.units > 0 && plural(gantt.units, 'unit')}>
        {gantt.lanes.length === 0 ? (
          <Empty title="No group has started yet" />
        ) : (
          <Gantt gantt={gantt} live={!over} />
        )}
        {events.length >= MOST_EVENTS && (
          <p className="px-3.5 py-2 text-sm text-muted">
            Only the first {plural(MOST_EVENTS, 'event')} are drawn. All are in{' '}
            <a href={execution.links.events}>the list of events</a>.
          </p>
        )}
      </Panel>
      <Pods execution={execution} />
      <Placement placement={execution.placement} groups={execution.groups} />
    </div>
  );
}
