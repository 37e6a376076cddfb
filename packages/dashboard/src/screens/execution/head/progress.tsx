/** How far it is, while it runs or waits. */
import { formatCount, formatDuration, plural } from '../../../kit/quantities.ts';
import type { Execution } from '../queries.ts';

export function Progress({ execution }: { execution: Execution }) {
  const { units, queuePosition, status, remainingMs, retryAt } = execution;
  if (queuePosition !== null)
    return <p className="mt-2">Number {formatCount(queuePosition)} in the queue: it begins by itself.</p>;
  if (status === 'retrying' && retryAt !== null)
    return <p className="mt-2">Tried again at {new Date(retryAt).toLocaleTimeString()}.</p>;
  if (units.total === 0)
    return <p className="mt-2 text-muted">Content and tools are prepared; what runs is not known yet.</p>;
  const left = remainingMs === null ? '' : `, about ${formatDuration(remainingMs)} left by earlier runs`;
  return (
    <div className="mt-2 max-w-4xl">
      <progress
        max={units.total}
        value={units.reported}
        aria-label="Reported"
        className="block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-quiet-soft [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-quiet-soft [&::-webkit-progress-value]:bg-accent [&::-webkit-progress-value]:transition-all"
      />
      <p className="mt-1 text-sm text-muted tabular-nums">
        {formatCount(units.reported)} of {plural(units.total, 'unit')} reported{left}
      </p>
    </div>
  );
}
