/**
 * Listens to one execution from a given event on, through lost connections and restarts of the server.
 * Invariant: each event is handed on once and in order; a repeated number is dropped.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { cannotRun, type Refused } from '../refused.ts';
import { apiUrl, authorization, networkReason } from './api-client.ts';
import type { Connection } from './connection.ts';
import { readProblem } from './read-problem.ts';
import { type ReceivedEvent, receivedEvent } from './received-event.ts';
import { readSseMessages } from './sse-reader.ts';

export type FollowOrder = {
  connection: Connection;
  executionId: string;
  /** The last event already known; 0 for all. */
  after: number;
  onEvent: (event: ReceivedEvent) => 'go-on' | 'stop';
  onContact: (state: 'connected' | 'lost', why: string) => void;
  signal: AbortSignal;
  /** Without a word from the server for this long, the following is given up. */
  giveUpMs?: number;
  /** Silence on an open connection after which a new one is made. */
  silenceMs?: number;
};

const GIVE_UP_MS = 5 * 60_000;
const SILENCE_MS = 75_000;
const LONGEST_PAUSE_MS = 5_000;
/** These will not mend themselves. */
const FINAL_STATUSES = new Set([400, 401, 403, 404, 406, 410]);

type Ending = { kind: 'stopped' } | { kind: 'refused'; refused: Refused } | { kind: 'dropped'; why: string };
type Progress = { last: number; heardAt: number };

async function openStream(order: FollowOrder, last: number, signal: AbortSignal): Promise<Response> {
  const { address } = order.connection;
  return fetch(apiUrl(address.baseUrl, `/api/v1/executions/${order.executionId}/events`), {
    headers: {
      accept: 'text/event-stream',
      ...authorization(address.token),
      ...(last > 0 ? { 'last-event-id': String(last) } : {}),
    },
    signal,
  });
}

async function endingOf(answer: Response, url: string): Promise<Ending> {
  const body = await answer.text();
  if (!FINAL_STATUSES.has(answer.status)) return { kind: 'dropped', why: `it answered ${answer.status}` };
  const contentType = answer.headers.get('content-type') ?? '';
  const refused = await readProblem({ status: answer.status, contentType, retryAfter: null, body }, url);
  return { kind: 'refused', refused };
}

/** Aborts the connection after `ms` without a byte. */
function watchSilence(controller: AbortController, ms: number) {
  const give = () => controller.abort(new Error(`nothing heard for ${Math.round(ms / 1000)} s`));
  let timer = setTimeout(give, ms);
  return {
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(give, ms);
    },
    stop: () => clearTimeout(timer),
  };
}

async function readStream(order: FollowOrder, progress: Progress): Promise<Ending> {
  const parsers = await import('@gauntlet/contract');
  const controller = new AbortController();
  const signal = AbortSignal.any([controller.signal, order.signal]);
  const silence = watchSilence(controller, order.silenceMs ?? SILENCE_MS);
  try {
    const answer = await openStream(order, progress.last, signal);
    if (!answer.ok || answer.body === null) return await endingOf(answer, order.connection.address.baseUrl);
    progress.heardAt = Date.now();
    order.onContact('connected', '');
    for await (const message of readSseMessages(answer.body, silence.heard)) {
      progress.heardAt = Date.now();
      const received = receivedEvent(message, parsers);
      if (received === null || received.number <= progress.last) continue;
      progress.last = received.number;
      if (order.onEvent(received) === 'stop') return { kind: 'stopped' };
    }
    return { kind: 'dropped', why: 'it ended the connection' };
  } catch (error) {
    return { kind: 'dropped', why: networkReason(error) };
  } finally {
    silence.stop();
    controller.abort();
  }
}

const givenUp = (order: FollowOrder, why: string): Refused =>
  cannotRun(
    'connection-lost',
    `The server has not been heard of for ${Math.round((order.giveUpMs ?? GIVE_UP_MS) / 1000)} s (${why}). The execution may still be running.`,
    `Once the server is back: \`gauntlet show --follow ${order.executionId}\`.`,
  );

/** Ends when `onEvent` says stop or the signal is aborted; refuses when the server will not or cannot answer. */
export async function followEvents(order: FollowOrder): Promise<Result<{ last: number }, Refused>> {
  const progress: Progress = { last: order.after, heardAt: Date.now() };
  for (let drops = 0; ; ) {
    const before = progress.last;
    const ending = await readStream(order, progress);
    if (ending.kind === 'stopped' || order.signal.aborted) return ok({ last: progress.last });
    if (ending.kind === 'refused') return refuse(ending.refused);
    const silentMs = Date.now() - progress.heardAt;
    if (silentMs > (order.giveUpMs ?? GIVE_UP_MS)) return refuse(givenUp(order, ending.why));
    drops = progress.last > before ? 0 : drops + 1;
    order.onContact('lost', ending.why);
    const wait = Math.min(100 * 2 ** drops, LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2);
    await pause(wait, undefined, { signal: order.signal }).catch(() => undefined);
    await order.connection.renew(silentMs);
  }
}
