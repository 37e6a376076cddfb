/** Moments, in the reader's own time; the UTC time and the date are told when one points at it. */
import { useEffect, useState } from 'react';
import { formatDuration } from './quantities.ts';

const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const DAY_OF_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

const SLOWEST_TICK_MS = 30_000;

/** Now, told again every so often: for ages and what still runs. */
export function useNow(everyMs = SLOWEST_TICK_MS): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

const titleOf = (at: Date) =>
  `${EXACT.format(at)}\n${at.toISOString().replace('T', ' ').replace('Z', ' UTC')}`;

/** `3 minutes ago` up to a day, then the day. */
export function Ago({ at }: { at: string }) {
  const moment = new Date(at);
  const now = useNow();
  return (
    <time dateTime={at} title={titleOf(moment)} className="whitespace-nowrap">
      {agoOf(moment, now)}
    </time>
  );
}

function agoOf(moment: Date, now: number): string {
  const seconds = Math.round((now - moment.getTime()) / 1000);
  if (seconds < -90) return `in ${spanOf(-seconds)}`;
  if (seconds < 45) return 'just now';
  if (seconds < 86_400) return `${spanOf(seconds)} ago`;
  return dayOf(moment, now);
}

function spanOf(seconds: number): string {
  if (seconds < 5400) return `${Math.max(1, Math.round(seconds / 60))} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

const dayOf = (moment: Date, now: number) =>
  (moment.getFullYear() === new Date(now).getFullYear() ? DAY : DAY_OF_YEAR).format(moment);

/** The day and the minute. */
export function When({ at }: { at: string }) {
  const moment = new Date(at);
  return (
    <time dateTime={at} title={titleOf(moment)} className="whitespace-nowrap">
      {dayOf(moment, Date.now())}, {CLOCK.format(moment)}
    </time>
  );
}

/** How long it took, or has taken so far. */
export function Took({ ms, since }: { ms: number | null; since?: string | null }) {
  const running = ms === null && since != null;
  const now = useNow(running ? 1000 : SLOWEST_TICK_MS);
  if (ms !== null) return <span className="tabular-nums whitespace-nowrap">{formatDuration(ms)}</span>;
  if (!running) return <span className="text-muted">–</span>;
  return (
    <span className="tabular-nums whitespace-nowrap">
      {formatDuration(Math.max(0, now - Date.parse(since)))}
    </span>
  );
}
