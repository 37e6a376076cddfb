/**
 * Server-sent events. Pulled, not pushed: the next batch is read when the client has taken the last one,
 * so a slow client costs one batch and not a growing queue.
 */
import { Readable } from 'node:stream';
import type { RecordedExecutionEvent } from '@gauntlet/contract';
import type { FastifyReply } from 'fastify';
import type { OpenRequest } from './open-requests.ts';
import type { WakeWaiter } from './wake-waiter.ts';

const KEEP_ALIVE_MS = 15_000;
/** Between two looks without a wake-up. */
const POLL_MS = 5_000;
const RETRY_MS = 2_000;

export type EventSource = {
  /** The next messages; `done` ends the stream after them. */
  next(): Promise<{ messages: string[]; done: boolean }>;
  waiter: WakeWaiter;
  open: OpenRequest;
};

export function sendEventStream(reply: FastifyReply, source: EventSource): FastifyReply {
  const stream = Readable.from(pullEvents(source), { objectMode: false, highWaterMark: 16 * 1024 });
  return reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-cache, no-transform')
    .header('x-accel-buffering', 'no')
    .send(stream);
}

export async function* pullEvents({ next, waiter, open }: EventSource): AsyncGenerator<string> {
  const { signal } = open;
  yield `retry: ${RETRY_MS}\n\n`;
  let spokeAt = performance.now();
  while (!signal.aborted) {
    const { messages, done } = await next();
    if (messages.length > 0 && !(await open.mayGoOn())) return;
    if (signal.aborted) return;
    if (messages.length > 0) {
      yield messages.join('');
      spokeAt = performance.now();
    }
    if (done) return;
    if (messages.length > 0) continue;
    if (performance.now() - spokeAt >= KEEP_ALIVE_MS) {
      yield ': still here\n\n';
      spokeAt = performance.now();
    }
    await waiter.wait(POLL_MS);
  }
}

/** JSON has no line ends of its own, so one `data:` line is enough. */
export const messageOf = (id: number, { event, ...recorded }: RecordedExecutionEvent): string =>
  `id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify({ ...recorded, event })}\n\n`;
