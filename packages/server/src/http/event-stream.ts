/**
 * Server-sent events. Pulled, not pushed: the next batch is read when the client has taken the last one,
 * so a slow client costs one batch and not a growing queue.
 */
import { Readable } from 'node:stream';
import type { RecordedExecutionEvent } from '@gauntlet/contract';
import type { FastifyReply } from 'fastify';
import type { Log } from '../kernel/log.ts';
import type { OpenRequest } from './open-requests.ts';
import type { WakeWaiter } from './wake-waiter.ts';

const KEEP_ALIVE_MS = 15_000;
/** Between two looks without a wake-up. */
const POLL_MS = 5_000;
const RETRY_MS = 2_000;

/** `done` ends the stream after the messages. */
type Batch = { messages: string[]; done: boolean };

export type EventSource = {
  next(): Promise<Batch>;
  waiter: WakeWaiter;
  open: OpenRequest;
  log: Pick<Log, 'warn'>;
};

export function sendEventStream(reply: FastifyReply, source: EventSource): FastifyReply {
  const stream = Readable.from(pullEvents(source), { objectMode: false, highWaterMark: 16 * 1024 });
  return reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-cache, no-transform')
    .header('x-accel-buffering', 'no')
    .send(stream);
}

export async function* pullEvents(source: EventSource): AsyncGenerator<string> {
  const { waiter, open } = source;
  const look = createLook(source);
  yield `retry: ${RETRY_MS}\n\n`;
  let spokeAt = performance.now();
  while (!open.signal.aborted) {
    const batch = await look();
    if (batch === 'forbidden' || open.signal.aborted) return;
    if (batch.messages.length > 0) {
      yield batch.messages.join('');
      spokeAt = performance.now();
    }
    if (batch.done) return;
    if (batch.messages.length > 0) continue;
    if (performance.now() - spokeAt >= KEEP_ALIVE_MS) {
      yield ': still here\n\n';
      spokeAt = performance.now();
    }
    await waiter.wait(POLL_MS);
  }
}

/**
 * A database that was away for a moment breaks nobody's stream: what could not be read, or not be shown to be
 * allowed, is tried again in the same place at the next look.
 */
function createLook({ next, open, log }: EventSource): () => Promise<Batch | 'forbidden'> {
  let read: Batch | null = null;
  return async () => {
    try {
      read ??= await next();
      if (read.messages.length > 0 && !(await open.mayGoOn())) return 'forbidden';
      const batch = read;
      read = null;
      return batch;
    } catch (cause) {
      log.warn(
        { cause: String(cause) },
        'events could not be read for a stream; it goes on at the next look',
      );
      return { messages: [], done: false };
    }
  };
}

/** JSON has no line ends of its own, so one `data:` line is enough. */
export const messageOf = (id: number, { event, ...recorded }: RecordedExecutionEvent): string =>
  `id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify({ ...recorded, event })}\n\n`;
