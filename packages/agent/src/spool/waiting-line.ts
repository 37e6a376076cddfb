/** Events that are in no batch yet, and when the next batch is cut from them. */
import type { Batch, EventSpool, SpooledEvent } from './event-spool.ts';

type WaitingEvent = SpooledEvent & { onAccepted?: () => void };

export type WaitingLine = {
  push: (event: WaitingEvent) => void;
  /** All that waits now may leave, whether or not it fills a batch. */
  setDue: () => void;
  isFull: () => boolean;
  isEmpty: () => boolean;
  /** Null: nothing waits, or what waits may wait longer. */
  cutBatch: () => { batch: Batch; callbacks: readonly (() => void)[] } | null;
};

const BATCH_EVENTS = 2000;
const BATCH_BYTES = 1024 ** 2;

export const createWaitingLine = (spool: EventSpool): WaitingLine => {
  const waiting: WaitingEvent[] = [...spool.loose];
  let bytes = sumLengths(waiting);
  let due = 0;

  const isFull = () => waiting.length >= BATCH_EVENTS || bytes >= BATCH_BYTES;
  const cutBatch: WaitingLine['cutBatch'] = () => {
    if (waiting.length === 0 || !(due > 0 || isFull())) return null;
    const events = waiting.splice(0, countBatch(waiting));
    bytes -= sumLengths(events);
    due = Math.max(0, due - events.length);
    return { batch: spool.cutBatch(events), callbacks: events.flatMap(({ onAccepted }) => onAccepted ?? []) };
  };
  return {
    push: (event) => {
      waiting.push(event);
      bytes += event.length;
    },
    setDue: () => {
      due = waiting.length;
    },
    isFull,
    isEmpty: () => waiting.length === 0,
    cutBatch,
  };
};

const sumLengths = (events: readonly SpooledEvent[]): number =>
  events.reduce((sum, event) => sum + event.length, 0);

/** As many as fit; one that is too large for any batch goes alone. */
const countBatch = (events: readonly SpooledEvent[]): number => {
  let bytes = 0;
  for (const [index, event] of events.entries()) {
    bytes += event.length;
    if (index > 0 && (index >= BATCH_EVENTS || bytes > BATCH_BYTES)) return index;
  }
  return events.length;
};
