/**
 * Calls the server until it answers: network errors, 5xx and 429 are waited out.
 *
 * Owns the address and since when the server has been out of reach; knows nothing of the protocol's
 * contents. Every call may be repeated any number of times, which the protocol allows for each.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { backoffMs, retryAfterMs } from './backoff.ts';
import {
  BodyUnreadable,
  type HttpAnswer,
  type HttpRequest,
  readBody,
  StaleConnection,
  sendRequest,
} from './send-request.ts';
import type { ServerAddress } from './server-address.ts';

export type CallFailure =
  /** The server says that this group has ended or is not ours: nothing more may be said. */
  | { code: 'group-over'; message: string }
  | { code: 'refused'; status: number; problem: string | null; message: string }
  /** Only for calls with limited patience. */
  | { code: 'given-up'; message: string }
  | { code: 'unreadable'; message: string }
  | { code: 'aborted'; message: string };

export type Call<Value> = Pick<HttpRequest, 'method' | 'body'> & {
  path: string;
  headers?: HttpRequest['headers'];
  /** Reads the answer to its end; what it throws counts as a connection that broke. */
  receive: (answer: HttpAnswer) => Promise<Value>;
  /** How many 5xx answers are waited out (a full storage: none); an unreachable server always is. */
  mostServerErrors?: number;
  /** What 403 and 404 mean: the group is not known, or only what was named in the call. */
  missing?: 'group' | 'thing';
  /** Where an answer may take longer than others do. */
  idleTimeoutMs?: number | undefined;
};

/** Thrown by `receive` where another try would not help. */
export class AnswerUnusable extends Error {}

export type CallServer = {
  call: <Value>(order: Call<Value>) => Promise<Result<Value, CallFailure>>;
  /** For how long every try has failed; 0 while the server answers. */
  unreachableMs: () => number;
};

export type CallServerOptions = {
  address: ServerAddress;
  token: string;
  signal: AbortSignal;
  idleTimeoutMs?: number;
  onTrouble?: (message: string) => void;
  /** The server said so in answer to any call; told besides the call's own result. */
  onGroupOver?: (message: string) => void;
};

/** `busy`: it answers, but not now. `storage-full` does not pass within seconds. */
type Hindrance = 'network' | 'server' | 'busy' | 'storage-full';
type Later = { code: 'later'; waitMs: number | null; cause: Hindrance; message: string };
type Try<Value> = Result<Value, CallFailure | Later>;

const PATIENCE_COST: Readonly<Record<Hindrance, number>> = {
  network: 0,
  busy: 0,
  server: 1,
  'storage-full': Number.POSITIVE_INFINITY,
};
const PROBLEM_LIMIT_BYTES = 1_048_576;

export const createCallServer = (options: CallServerOptions): CallServer => {
  const { address, signal } = options;
  let failingSince: number | null = null;

  const tryOnce = async <Value>(order: Call<Value>): Promise<Try<Value>> => {
    try {
      const answer = await send(options, order);
      if (answer.status < 300) return ok(await order.receive(answer));
      return refuse(await readRefusal(answer, order.missing ?? 'group'));
    } catch (cause) {
      if (cause instanceof StaleConnection) return tryOnce(order);
      return refuse(explainFailure(cause, signal));
    }
  };

  const noteTry = (failure: CallFailure | Later | null): void => {
    const answers = failure?.code !== 'later' || failure.cause === 'busy' || failure.cause === 'storage-full';
    if (answers) failingSince = null;
    else if (failingSince === null) {
      failingSince = performance.now();
      options.onTrouble?.(failure.message);
    }
  };

  const call = async <Value>(order: Call<Value>): Promise<Result<Value, CallFailure>> => {
    let serverErrors = 0;
    for (let failures = 0; ; failures++) {
      if (signal.aborted) return refuse(ABORTED);
      const tried = await tryOnce(order);
      noteTry(tried.ok ? null : tried.error);
      if (tried.ok) return tried;
      const failure = tried.error;
      if (failure.code === 'group-over') options.onGroupOver?.(failure.message);
      if (failure.code !== 'later') return refuse(failure);
      serverErrors += PATIENCE_COST[failure.cause];
      if (order.mostServerErrors !== undefined && serverErrors > order.mostServerErrors)
        return refuse({ code: 'given-up', message: failure.message });
      if (!(await address.reread())) await rest(failure.waitMs ?? backoffMs(failures), signal);
    }
  };

  return { call, unreachableMs: () => (failingSince === null ? 0 : performance.now() - failingSince) };
};

const ABORTED: CallFailure = { code: 'aborted', message: 'given up: the agent is ending' };

const send = <Value>(options: CallServerOptions, order: Call<Value>): Promise<HttpAnswer> =>
  sendRequest({
    method: order.method,
    url: new URL(order.path, options.address.current()),
    headers: { authorization: `Bearer ${options.token}`, ...order.headers, ...lengthOf(order.body) },
    body: order.body,
    idleTimeoutMs: order.idleTimeoutMs ?? options.idleTimeoutMs ?? 30_000,
    signal: options.signal,
  });

const lengthOf = (body: HttpRequest['body']): Record<string, number> =>
  Buffer.isBuffer(body) ? { 'content-length': body.length } : {};

const rest = async (waitMs: number, signal: AbortSignal): Promise<void> => {
  await pause(waitMs, undefined, { signal }).catch(() => undefined); // Aborted: the caller looks.
};

const explainFailure = (cause: unknown, signal: AbortSignal): CallFailure | Later => {
  const message = describeFailure(cause);
  if (signal.aborted) return ABORTED;
  if (cause instanceof BodyUnreadable) return { code: 'unreadable', message };
  if (cause instanceof AnswerUnusable) return { code: 'refused', status: 200, problem: null, message };
  return { code: 'later', waitMs: null, cause: 'network', message };
};

const describeFailure = (cause: unknown): string => {
  const { message, code } = cause as NodeJS.ErrnoException;
  return message || code || String(cause);
};

const readRefusal = async (answer: HttpAnswer, missing: 'group' | 'thing'): Promise<CallFailure | Later> => {
  const { status } = answer;
  const { problem, detail } = parseProblem(await readBody(answer.body, PROBLEM_LIMIT_BYTES));
  const message = `${status} ${detail}`.slice(0, 2000);
  // A quota is not a rate: within the time of a run it does not pass.
  if (problem === 'quota-exceeded') return { code: 'refused', status, problem, message };
  if (status >= 500 || status === 429 || status === 408)
    return {
      code: 'later',
      waitMs: retryAfterMs(answer.headers['retry-after'], Date.now()),
      cause: hindranceOf(status),
      message,
    };
  if (problem === 'group-ended' || status === 401) return over(problem, message);
  if ((status === 403 || status === 404) && missing === 'group') return over(problem, message);
  return { code: 'refused', status, problem, message };
};

const hindranceOf = (status: number): Hindrance => {
  if (status === 507) return 'storage-full';
  return status === 429 || status === 408 ? 'busy' : 'server';
};

/** Without a problem of ours it is another program that took the server's port while it was away. */
const over = (problem: string | null, message: string): CallFailure | Later =>
  problem === null
    ? { code: 'later', waitMs: null, cause: 'network', message: `another program answers: ${message}` }
    : { code: 'group-over', message };

const parseProblem = (body: Buffer): { problem: string | null; detail: string } => {
  try {
    const { code, detail } = JSON.parse(body.toString()) as { code?: unknown; detail?: unknown };
    return {
      problem: typeof code === 'string' ? code : null,
      detail: typeof detail === 'string' ? detail : '',
    };
  } catch {
    // Not JSON: a proxy's page, or another program.
    return { problem: null, detail: body.toString('utf8', 0, 200) };
  }
};
