/**
 * Calls of the public API. Answers are parsed with the contract's schemas; refusals come back as values.
 * What may be repeated (reads, and submissions by their idempotency key) is tried again with a growing,
 * jittered pause when the server cannot be reached or is busy.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { z } from 'zod';
import { cannotRun, type Refused } from '../refused.ts';
import { parseJson, readProblem } from './read-problem.ts';

export type Query = Record<string, string | number | undefined>;
export type Address = { baseUrl: string; token: string | undefined };
export type Call = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: Query;
  body?: unknown;
  headers?: Record<string, string>;
  /** Tried again when the server cannot be reached. Left out: for GET only. */
  repeatable?: boolean;
  timeoutMs?: number;
  signal?: AbortSignal;
};

const TRIES = 4;
const TIMEOUT_MS = 60_000;
const BUSY = new Set([429, 502, 503, 504]);
const LONGEST_WAIT_MS = 15_000;

export function apiUrl(baseUrl: string, path: string, query: Query = {}): string {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}${path}`);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return url.href;
}

export const authorization = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

/** The reason under a failed fetch, in one line. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const cause = error.cause;
  if (cause instanceof AggregateError) return networkReason(cause.errors[0]);
  return cause instanceof Error ? cause.message : error.message;
}

export const unreachable = (baseUrl: string, error: unknown): Refused =>
  cannotRun(
    'server-unreachable',
    `The server at ${baseUrl} cannot be reached: ${networkReason(error)}.`,
    'Check that it runs, and the URL given by --server, GAUNTLET_URL or `gauntlet login`.',
  );

/** Pause before the next try in ms: what the server asked for, else 150, 300, 600 with jitter. */
const waitBefore = (attempt: number, retryAfter: string | null) => {
  const asked = Number(retryAfter ?? Number.NaN) * 1000;
  return Number.isFinite(asked) ? asked : 150 * 2 ** attempt * (0.75 + Math.random() / 2);
};

function requestOf(address: Address, call: Call): RequestInit {
  const timeout = AbortSignal.timeout(call.timeoutMs ?? TIMEOUT_MS);
  const json = call.body === undefined ? {} : { 'content-type': 'application/json' };
  return {
    method: call.method ?? 'GET',
    headers: { accept: 'application/json', ...json, ...authorization(address.token), ...call.headers },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    signal: call.signal === undefined ? timeout : AbortSignal.any([timeout, call.signal]),
    redirect: 'follow',
  };
}

/** @returns the answer whatever its status, or why there is none. */
async function fetchRepeating(address: Address, call: Call): Promise<Result<Response, Refused>> {
  const repeatable = call.repeatable ?? (call.method ?? 'GET') === 'GET';
  const url = apiUrl(address.baseUrl, call.path, call.query);
  for (let attempt = 0; ; attempt += 1) {
    const last = !repeatable || attempt === TRIES - 1;
    let retryAfter: string | null = null;
    try {
      const answer = await fetch(url, requestOf(address, call));
      retryAfter = answer.headers.get('retry-after');
      if (last || !BUSY.has(answer.status) || waitBefore(attempt, retryAfter) > LONGEST_WAIT_MS)
        return ok(answer);
      await answer.arrayBuffer();
    } catch (error) {
      if (call.signal?.aborted) return refuse(cannotRun('interrupted', 'Interrupted.'));
      if (last) return refuse(unreachable(address.baseUrl, error));
    }
    await pause(waitBefore(attempt, retryAfter));
  }
}

export async function callApi(address: Address, call: Call): Promise<Result<Response, Refused>> {
  const fetched = await fetchRepeating(address, call);
  if (!fetched.ok || fetched.value.ok) return fetched;
  const { status, headers } = fetched.value;
  const body = await fetched.value.text().catch(() => '');
  const about = {
    status,
    contentType: headers.get('content-type') ?? '',
    retryAfter: headers.get('retry-after'),
  };
  return refuse(await readProblem({ ...about, body }, apiUrl(address.baseUrl, call.path)));
}

/** A call whose answer has a schema. */
export async function askApi<Schema extends z.ZodType>(
  address: Address,
  call: Call,
  schema: Schema,
): Promise<Result<z.output<Schema>, Refused>> {
  const called = await callApi(address, call);
  if (!called.ok) return called;
  let text: string;
  try {
    text = await called.value.text();
  } catch (error) {
    return refuse(unreachable(address.baseUrl, error));
  }
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return ok(parsed.data);
  const where = `${call.method ?? 'GET'} ${call.path}`;
  const first = parsed.error.issues[0];
  return refuse(
    cannotRun(
      'answer-not-understood',
      `The server's answer to ${where} is not understood: ${first?.path.join('.') || 'answer'}: ${first?.message ?? ''}.`,
      'The server and this program may be of different versions: `gauntlet doctor` compares them.',
    ),
  );
}
