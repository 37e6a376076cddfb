/** Gives committed events their global position. Any number of servers may run one; the database lets one at it. */
import type { EventStore } from '../event-store/index.ts';
import type { Log } from '../kernel/log.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

const BATCH = 1000;

export const createSequencerLoop = (deps: { events: EventStore; wakes: WakeListener; log: Log }): Loop =>
  createLoop({
    name: 'sequencer',
    everySeconds: 2,
    wakes: deps.wakes,
    wakeOn: ['events'],
    log: deps.log,
    work: async () => ((await deps.events.sequence(BATCH)) === BATCH ? 'more' : 'done'),
  });
