/** What can be told of, in words and as it is shown. */
import type { Schema } from '../api/client.ts';
import { Chip, type Tone } from '../kit/outcome.tsx';

export type NotificationEvent = Schema['NotificationRule']['events'][number];

export const NOTIFICATION_EVENTS: readonly { value: NotificationEvent; tone: Tone; hint: string }[] = [
  { value: 'queued', tone: 'quiet', hint: 'an execution waits' },
  { value: 'started', tone: 'quiet', hint: 'its tests run' },
  { value: 'finished', tone: 'quiet', hint: 'whatever it came to' },
  { value: 'passed', tone: 'pass', hint: 'passed, or flaky' },
  { value: 'failed', tone: 'fail', hint: 'anything else, except cancelled' },
  { value: 'recovered', tone: 'pass', hint: 'passed, after one on the same branch that had not' },
  { value: 'flaky', tone: 'flaky', hint: 'passed, some of it only on a retry' },
  { value: 'slow', tone: 'warn', hint: 'took far longer than usual' },
  { value: 'quota', tone: 'warn', hint: 'most of a quota of the team is used' },
];

const toneOf = (event: string): Tone =>
  NOTIFICATION_EVENTS.find(({ value }) => value === event)?.tone ?? 'quiet';

export const EventChips = ({ events }: { events: readonly string[] }) => (
  <span className="flex flex-wrap gap-1">
    {events.map((event) => (
      <Chip key={event} tone={toneOf(event)}>
        {event}
      </Chip>
    ))}
  </span>
);
