/** What happened, one after the other, to the millisecond. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useWorkspace } from '../../../api/workspace.tsx';
import { Empty, Failure, Loading } from '../../../kit/notice.tsx';
import { FILL } from '../../../kit/outcome.tsx';
import { formatDuration, plural } from '../../../kit/quantities.ts';
import { VirtualRows } from '../../../kit/virtual-rows.tsx';
import { type Execution, eventsQuery, type Recorded } from '../queries.ts';
import { eventWords, isMilestone } from './event-words.ts';

export function EventsTab({ execution }: { execution: Execution }) {
  const found = useQuery(eventsQuery(useQueryClient(), useWorkspace(), execution.executionId));
  const [all, setAll] = useState(false);
  const events = found.data;
  const shown = useMemo(() => (all ? events : events?.filter(isMilestone)) ?? [], [events, all]);
  if (found.isPending) return <Loading what="events" />;
  if (!events) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (events.length === 0) return <Empty title="Nothing has happened yet" />;
  const start = Date.parse(events[0]?.at ?? '');
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3 text-sm">
        <label className="flex items-center gap-1.5">
          <input
            type="checkbox"
            checked={all}
            onChange={({ target }) => setAll(target.checked)}
            className="accent-accent"
          />
          Each unit and result as well
        </label>
        <span className="ml-auto text-muted">
          {shown.length === events.length
            ? plural(events.length, 'event')
            : `${shown.length} of ${plural(events.length, 'event')}`}
        </span>
      </div>
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <VirtualRows
          items={shown}
          keyOf={({ number }) => String(number)}
          estimatedHeight={31}
          label="Events, the first at the top"
        >
          {(recorded) => <Row recorded={recorded} start={start} />}
        </VirtualRows>
      </div>
    </>
  );
}

const EXACT = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});

function Row({ recorded: { number, at, event }, start }: { recorded: Recorded; start: number }) {
  const { tone, text, detail } = eventWords(event);
  const moment = new Date(at);
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 border-b border-line px-3.5 py-1.5 text-sm sm:flex-nowrap">
      <span className="hidden w-10 shrink-0 text-right sm:inline text-xs text-muted tabular-nums">
        {number}
      </span>
      <time
        dateTime={at}
        title={`${moment.toLocaleString()}\n${at}`}
        className="shrink-0 text-muted tabular-nums"
      >
        {EXACT.format(moment)}
      </time>
      <span className="w-16 shrink-0 text-right text-xs text-muted tabular-nums">
        +{formatDuration(Math.max(0, moment.getTime() - start))}
      </span>
      <span className={`mt-1.5 size-2 shrink-0 self-start rounded-full ${FILL[tone]}`} aria-hidden="true" />
      <span className="min-w-0 flex-1 break-words">
        {text}
        {detail && <span className="block text-xs break-words whitespace-pre-wrap text-muted">{detail}</span>}
      </span>
    </div>
  );
}
