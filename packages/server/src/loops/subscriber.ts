/** How loops hear of sequenced events: each server for itself from now on, or one of all servers, none missed. */
import type { EventStore, StoredEvent } from '../event-store/index.ts';
import type { Log } from '../kernel/log.ts';
import type { Tx } from '../kernel/tx.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

type SubscriberDeps = { events: EventStore; wakes: WakeListener; log: Log };

const BATCH = 500;

const createEventLoop = (deps: SubscriberDeps, name: string, work: () => Promise<number>): Loop =>
  createLoop({
    name,
    everySeconds: 5,
    wakes: deps.wakes,
    wakeOn: ['events'],
    log: deps.log,
    work: async () => ((await work()) === BATCH ? 'more' : 'done'),
  });

/** What comes from now on, to this server; a restart remembers nothing. For what a process counts of itself. */
export function createListenerLoop(
  deps: SubscriberDeps,
  name: string,
  handle: (event: StoredEvent) => void,
): Loop {
  let position: number | null = null;
  return createEventLoop(deps, name, async () => {
    position ??= await deps.events.lastPosition();
    const batch = await deps.events.readAll(position, BATCH);
    for (const event of batch) {
      handle(event);
      position = event.globalPosition ?? position;
    }
    return batch.length;
  });
}

/** Every event once, to one of all servers, from a stored checkpoint on. */
export const createConsumerLoop = (
  deps: SubscriberDeps,
  name: string,
  handle: (tx: Tx, events: readonly StoredEvent[]) => Promise<void>,
): Loop => createEventLoop(deps, name, () => deps.events.consume(name, BATCH, handle));
