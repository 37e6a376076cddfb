/** Pure: what on the screen an event concerns. */
import type { RecordedEvent } from '@gauntlet/client';

/** Heads of query keys: `execution <id>` is everything of that one. */
export function topicsOf({ executionId, event }: Pick<RecordedEvent, 'executionId' | 'event'>): string[] {
  const own = `execution ${executionId}`;
  if (event.type === 'status-changed' || event.type === 'verdict-given')
    return [own, 'executions', 'queue', 'overview', 'schedules', 'definitions'];
  // Some time after the verdict: with it nothing is known of causes yet.
  if (event.type === 'failures-grouped') return [own, 'failure-causes'];
  // A list shows how far each is.
  return event.type === 'unit-finished' ? [own, 'executions'] : [own];
}
