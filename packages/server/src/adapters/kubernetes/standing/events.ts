/** What Kubernetes said about a group, newest last. Events are advice: they may be late, double, or missing. */
import type { EventObject } from './objects.ts';
import type { Sighting } from './sighting.ts';

export type Said = { reason: string; message: string; component: string; container: string; at: number };

/** @param name of the Job or of a pod; left out: of all */
export function saidOf({ events }: Sighting, name?: string): Said[] {
  return [...events.values()]
    .filter(({ involvedObject }) => name === undefined || involvedObject?.name === name)
    .map(readEvent)
    .toSorted((a, b) => a.at - b.at);
}

function readEvent({
  reason,
  message,
  reportingComponent,
  source,
  involvedObject,
  ...times
}: EventObject): Said {
  return {
    reason: reason ?? '',
    message: message ?? '',
    component: reportingComponent || source?.component || '',
    container: /\{(.+)\}$/.exec(involvedObject?.fieldPath ?? '')?.[1] ?? '',
    at: newestOf(times),
  };
}

type Times = Pick<EventObject, 'series' | 'lastTimestamp' | 'eventTime' | 'firstTimestamp'>;

const newestOf = ({ series, lastTimestamp, eventTime, firstTimestamp }: Times) =>
  Math.max(
    ...[series?.lastObservedTime, lastTimestamp, eventTime, firstTimestamp].map(
      (time) => Date.parse(time ?? '') || 0,
    ),
  );

export const newest = (said: readonly Said[], ...reasons: string[]) =>
  said.findLast(({ reason }) => reasons.includes(reason));
