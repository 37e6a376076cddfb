/** Which times of a schedule are run now. Pure. */
import type { Outcome, Schedule } from './ports.ts';

/** A time that passed longer ago was missed: no server ran, or none could. */
const GRACE_SECONDS = 300;

export type DecidedRuns = { pending: Date[]; skipped: Outcome | null };

/**
 * @param due the last times of the rule up to now, in order: as many as run-all may ask for
 * @param running whether the last run goes on
 */
export function decideRuns(
  {
    missed,
    missedLimit,
    overlap,
    nextRunAt,
  }: Pick<Schedule, 'missed' | 'missedLimit' | 'overlap' | 'nextRunAt'>,
  due: readonly Date[],
  running: boolean,
  now: Date,
): DecidedRuns {
  const since = due.filter((at) => nextRunAt !== null && at >= nextRunAt);
  // A rule that was changed has perhaps no time of its own there: the one that was announced counts.
  const times = since.length > 0 ? since : nextRunAt === null ? [] : [nextRunAt];
  const last = times.at(-1);
  if (last === undefined) return { pending: [], skipped: null };
  const isMissed = now.getTime() - last.getTime() > GRACE_SECONDS * 1000;
  if (isMissed && missed === 'skip') return { pending: [], skipped: skipped(last, 'skipped-missed', MISSED) };
  if (running && overlap === 'skip')
    return { pending: [], skipped: skipped(last, 'skipped-overlap', OVERLAP) };
  // Several at once would overlap each other.
  const most = missed === 'run-all' && overlap === 'queue' ? missedLimit : 1;
  return { pending: times.slice(-most), skipped: null };
}

const MISSED = 'No server ran at that time.';
const OVERLAP = 'The run before was still going on.';

const skipped = (runAt: Date, outcome: Outcome['outcome'], message: string): Outcome => ({
  runAt,
  outcome,
  message,
});
