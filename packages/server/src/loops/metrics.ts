/**
 * Counts what happens to executions, for Prometheus. Every server may run one: each event is counted by one of
 * them, whichever takes it, so that the sum over all servers is right and no server has to be told apart.
 */
import type { ExecutionEvent } from '@gauntlet/contract';
import type { EventStore, StoredEvent } from '../event-store/index.ts';
import type { Log } from '../kernel/log.ts';
import type { WakeListener } from '../kernel/wake.ts';
import type { Loop } from './loop.ts';
import { createCounterLoop } from './subscriber.ts';

export type MetricsDeps = {
  events: EventStore;
  wakes: WakeListener;
  log: Log;
  observeEvent(event: ExecutionEvent): void;
  observeQueueWait(seconds: number): void;
};

const STREAM = 'execution-';
/** Events before the first scheduling: submitted, validating, queued. */
const FIRST_EVENTS = 20;

export const createMetricsLoop = (deps: MetricsDeps): Loop =>
  createCounterLoop(deps, 'metrics', async (events) => {
    for (const event of events) if (event.streamId.startsWith(STREAM)) await observe(deps, event);
  });

async function observe(deps: MetricsDeps, stored: StoredEvent): Promise<void> {
  const event = { type: stored.type, data: stored.data } as ExecutionEvent;
  deps.observeEvent(event);
  const leftQueue =
    event.type === 'status-changed' && event.data.from === 'queued' && event.data.to === 'scheduled';
  if (!leftQueue) return;
  // Another server may have counted the queueing: the stream knows when that was.
  const before = await deps.events.readStream(stored.streamId, 0, FIRST_EVENTS);
  const queued = before.find(isQueueing);
  if (queued) deps.observeQueueWait((stored.createdAt.getTime() - queued.createdAt.getTime()) / 1000);
}

const isQueueing = ({ type, data }: StoredEvent) =>
  type === 'status-changed' && (data as { to?: string }).to === 'queued';
