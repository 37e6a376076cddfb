/** How often a cause was seen on each of the last days. */
import type { Schema } from '../../api/client.ts';
import { useNow } from '../../kit/moment.tsx';
import { FILL } from '../../kit/outcome.tsx';
import { Panel } from '../../kit/panel.tsx';
import { plural } from '../../kit/quantities.ts';
import { heightOf, lastDays, type SeenDay } from './trend.ts';

const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayOf = (day: string) => DAY.format(new Date(`${day}T00:00:00Z`));

export function TrendBars({ trend }: { trend: Schema['FailureCause']['trend'] }) {
  const days = lastDays(trend, useNow());
  const most = Math.max(...days.map(({ occurrences }) => occurrences));
  const [first, last] = [days[0], days.at(-1)];
  return (
    <Panel title="By day" side="The last 30 days, in UTC">
      <div className="px-3.5 py-3">
        <div role="img" aria-label={wordsOf(days, most)} className="flex h-16 items-end gap-0.5">
          {days.map((day) => (
            <Bar key={day.day} day={day} most={most} />
          ))}
        </div>
        <p aria-hidden="true" className="mt-1 flex justify-between text-xs text-muted">
          <span>{first && dayOf(first.day)}</span>
          <span>{most > 0 && `at most ${plural(most, 'failure')} a day`}</span>
          <span>{last && dayOf(last.day)}</span>
        </p>
      </div>
    </Panel>
  );
}

function Bar({ day: { day, occurrences, executions }, most }: { day: SeenDay; most: number }) {
  const words = `${dayOf(day)}: ${plural(occurrences, 'failure')} in ${plural(executions, 'execution')}`;
  return (
    <span title={words} className="flex h-full min-w-0 flex-1 items-end border-b border-line">
      <span
        className={`w-full rounded-t-sm ${FILL.fail}`}
        style={{ height: `${heightOf(occurrences, most)}%` }}
      />
    </span>
  );
}

function wordsOf(days: readonly SeenDay[], most: number): string {
  const seen = days.filter(({ occurrences }) => occurrences > 0).length;
  if (seen === 0) return 'Not seen in the last 30 days';
  return `Seen on ${plural(seen, 'day')} of the last 30, at most ${plural(most, 'failure')} a day`;
}
