/** The next times of what is being typed, as the server reckons them. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useWorkspace } from '../../api/workspace.tsx';
import { When } from '../../kit/moment.tsx';
import { describeFailure } from '../../kit/notice.tsx';
import { clockOf, ownZone } from './zones.ts';

const TYPING_MS = 300;
const SHOWN = 5;

type Props = { cron: string; timeZone: string };

export function NextTimes({ cron, timeZone }: Props) {
  const settled = useSettled(cron.trim());
  return (
    <section
      aria-label="Next times"
      aria-live="polite"
      className="min-h-32 rounded-md bg-sunken px-3 py-2 text-sm"
    >
      {settled === '' ? (
        <p className="text-muted">Say when, and the next times are shown here.</p>
      ) : (
        <Times cron={settled} timeZone={timeZone} />
      )}
    </section>
  );
}

function Times({ cron, timeZone }: Props) {
  const { api } = useWorkspace();
  const found = useQuery({
    queryKey: ['schedule-preview', cron, timeZone],
    queryFn: async ({ signal }) => {
      const query = { cron, timeZone, count: SHOWN };
      return (await api.GET('/api/v1/schedule-preview', { params: { query }, signal })).data;
    },
    placeholderData: keepPreviousData,
  });
  if (found.isError) {
    const { title, detail } = describeFailure(found.error);
    return <p className="break-words text-fail">{detail || title}</p>;
  }
  if (found.isPending) return <p className="text-muted">Reckoning the next times …</p>;
  if (found.data.times.length === 0) return <p className="text-warn">There is no such time.</p>;
  return <TimeList times={found.data.times} timeZone={found.data.timeZone} />;
}

function TimeList({ times, timeZone }: { times: readonly string[]; timeZone: string }) {
  const clock = clockOf(timeZone);
  const elsewhere = timeZone !== ownZone();
  return (
    <ol>
      {times.map((at) => (
        <li key={at} className="flex flex-wrap justify-between gap-x-3">
          <time dateTime={at} className="tabular-nums">
            {clock(at)}
          </time>
          {elsewhere && (
            <span className="text-muted">
              <When at={at} /> here
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

/** What was typed, a moment after the last key. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
