/** How loops hear of sequenced events: each event by one of all servers, from a stored checkpoint on. */
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
    wakeOn: ['positions'],
    log: deps.log,
    work: async () => ((await work()) === BATCH ? 'more' : 'done'),
  });

/** `handle` writes in the transaction that moves the checkpoint: what it writes happens once. */
export const createConsumerLoop = (
  deps: SubscriberDeps,
  name: string,
  handle: (tx: Tx, events: readonly StoredEvent[]) => Promise<void>,
): Loop => createEventLoop(deps, name, () => deps.events.consume(name, BATCH, handle));

/** Counted when the checkpoint has moved: a server that dies in between counts too little, and none twice. */
export const createCounterLoop = (
  deps: SubscriberDeps,
  name: string,
  count: (events: readonly StoredEvent[]) => Promise<void>,
): Loop =>
  createEventLoop(deps, name, async () => {
    let taken: readonly StoredEvent[] = [];
    const handed = await deps.events.consume(name, BATCH, async (_tx, events) => {
      taken = events;
    });
    await count(taken);
    return handed;
  });
