/**
 * Listens to an event stream from a given event on, through lost connections and restarts of the server.
 * Owns: the number of the last event, and when the server was last heard. It does not know what the events
 * say. Invariant: each event is handed on once and in order; a repeated number is dropped.
 */
import { GauntletProblem, networkReason, UnexpectedAnswer } from './problems.ts';
import { readSseMessages } from './sse-reader.ts';

export type FollowOptions = {
  /** The last event already known; left out or 0: the stream's own beginning. */
  after?: number;
  signal?: AbortSignal;
  onContact?: (state: 'connected' | 'lost', why: string) => void;
  /** Without a word from the server for this long, the following is given up: `ConnectionLost`. */
  giveUpMs?: number;
  /** Silence on an open connection after which a new one is made. */
  silenceMs?: number;
};

export type FollowOrder = FollowOptions & {
  /** Opens the stream after that event, 0 for its beginning. Throws what a call throws. */
  open: (after: number, signal: AbortSignal) => Promise<Response>;
  /** Called before a new connection is tried, where the server may have moved. */
  beforeRetry?: (silentMs: number) => Promise<void>;
};

export type StreamMessage = { number: number; event: string; data: string };

/** The server has not been heard of for as long as the caller was ready to wait. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  readonly silentMs: number;
  readonly why: string;

  constructor(silentMs: number, why: string) {
    super(`The server has not been heard of for ${Math.round(silentMs / 1000)} s (${why}).`);
    this.silentMs = silentMs;
    this.why = why;
  }
}

const GIVE_UP_MS = 5 * 60_000;
/** The server says something every 15 s. */
const SILENCE_MS = 75_000;
const LONGEST_PAUSE_MS = 5_000;
/** These will not mend themselves. */
const FINAL_STATUSES = new Set([400, 401, 403, 404, 406, 410]);

type Progress = { last: number; heardAt: number; lostBy: string };

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/** Aborts the connection after `ms` without a byte, while bytes are waited for. */
function watchSilence(controller: AbortController, ms: number) {
  const give = () => controller.abort(new Error(`nothing heard for ${Math.round(ms / 1000)} s`));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);
  const start = () => {
    stop();
    timer = setTimeout(give, ms);
  };
  return { start, stop };
}

const isFinal = (error: unknown) =>
  (error instanceof GauntletProblem || error instanceof UnexpectedAnswer) && FINAL_STATUSES.has(error.status);

function reasonOf(error: unknown): string {
  if (error instanceof GauntletProblem || error instanceof UnexpectedAnswer) {
    return `it answered ${error.status}`;
  }
  return networkReason(error);
}

/** One connection. Ends with `over` when the server has nothing more to say, now or later. */
async function* readOnce(
  order: FollowOrder,
  progress: Progress,
): AsyncGenerator<StreamMessage, 'over' | 'lost', undefined> {
  const controller = new AbortController();
  const given = order.signal === undefined ? [] : [order.signal];
  const silence = watchSilence(controller, order.silenceMs ?? SILENCE_MS);
  const heard = () => {
    progress.heardAt = Date.now();
    silence.start();
  };
  try {
    silence.start();
    const answer = await order.open(progress.last, AbortSignal.any([controller.signal, ...given]));
    if (answer.body === null) return 'over';
    heard();
    order.onContact?.('connected', '');
    for await (const message of readSseMessages(chunksOf(answer.body), heard)) {
      const number = message.id === '' ? Number.NaN : Number(message.id);
      if (!(number > progress.last)) continue;
      progress.last = number;
      silence.stop(); // what the caller does with it is not the server's silence
      yield { number, event: message.event, data: message.data };
      silence.start();
    }
    progress.lostBy = 'it ended the connection';
  } catch (error) {
    if (isFinal(error)) throw error;
    const silent = controller.signal.reason as unknown;
    progress.lostBy = reasonOf(silent ?? error);
  } finally {
    silence.stop();
    controller.abort();
  }
  return 'lost';
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    if (signal?.aborted) done();
    else signal?.addEventListener('abort', done, { once: true });
  });
}

/**
 * Ends when the server says that nothing more will come, or the signal is aborted.
 *
 * @throws GauntletProblem or UnexpectedAnswer that will not mend itself; ConnectionLost
 */
export async function* followStream(order: FollowOrder): AsyncGenerator<StreamMessage, void, undefined> {
  const progress: Progress = { last: order.after ?? 0, heardAt: Date.now(), lostBy: '' };
  for (let drops = 0; ; ) {
    const before = progress.last;
    const ending = yield* readOnce(order, progress);
    if (ending === 'over' || order.signal?.aborted) return;
    const silentMs = Date.now() - progress.heardAt;
    if (silentMs > (order.giveUpMs ?? GIVE_UP_MS)) throw new ConnectionLost(silentMs, progress.lostBy);
    drops = progress.last > before ? 0 : drops + 1;
    order.onContact?.('lost', progress.lostBy);
    await pause(Math.min(100 * 2 ** drops, LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2), order.signal);
    if (order.signal?.aborted) return;
    await order.beforeRetry?.(silentMs);
  }
}
