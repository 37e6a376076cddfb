/** Reads every sequenced event once, in order, from a checkpoint on: how metrics and notifications hear. */
import type { EventStore, StoredEvent } from '../event-store/index.ts';
import type { Log } from '../kernel/log.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

export type SubscriberSettings = {
  name: string;
  events: EventStore;
  wakes: WakeListener;
  log: Log;
  /** `stored`: goes on where the last one of this name stopped. `end`: starts at what comes now, remembers nothing. */
  checkpoint: 'stored' | 'end';
  handle: (event: StoredEvent) => Promise<void> | void;
};

const BATCH = 500;

export function createSubscriberLoop({
  name,
  events,
  wakes,
  log,
  checkpoint,
  handle,
}: SubscriberSettings): Loop {
  let position: number | null = null;
  const begin = async () =>
    checkpoint === 'end' ? events.lastPosition() : ((await events.checkpoint(name)) ?? 0);
  return createLoop({
    name,
    everySeconds: 5,
    wakes,
    wakeOn: ['events'],
    log,
    work: async () => {
      position ??= await begin();
      const batch = await events.readAll(position, BATCH);
      for (const event of batch) {
        await handle(event);
        position = event.globalPosition ?? position;
      }
      if (batch.length > 0 && checkpoint === 'stored') await events.saveCheckpoint(name, position);
      return batch.length === BATCH ? 'more' : 'done';
    },
  });
}
