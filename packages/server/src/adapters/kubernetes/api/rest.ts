/**
 * The API of one cluster as plain requests, over a fetch of ours: for what is made, watched and deleted again and
 * again. Objects are taken as they are sent, since they are judged by what is there and what is not; the client
 * library would make classes of them. It owns the connections of one access, and ends them with `close`.
 */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import {
  createGuardedFetch,
  createGuardedStream,
  type OpenedAnswer,
  OutboundError,
} from '@gauntlet/host/guarded-fetch';
import { parseOutboundAllow } from '@gauntlet/host/outbound';
import { explainFailure } from '../explain-failure.ts';
import type { StatusAnswer } from '../standing/judge-answer.ts';
import { NOT_IN_CLUSTER, type Way } from '../way-to.ts';
import type { Pacer, Urgency } from './pacer.ts';

/**
 * - `answered`: the API server said no.
 * - `unreachable`: nothing was answered, or nothing that Kubernetes would. Whether it was done is not known.
 * - `no-way`: it is not even asked.
 */
export type ApiTrouble =
  | { code: 'answered'; answer: StatusAnswer }
  | { code: 'unreachable'; message: string }
  | { code: 'no-way'; message: string };

type Query = Readonly<Record<string, string>>;
export type ApiCall = {
  /** PATCH is a merge patch; with a list of operations, a JSON patch. */
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  query?: Query;
  body?: object;
  urgency: Urgency;
};

export type Rest = {
  ask<Answer extends object>(call: ApiCall): Promise<Result<Answer, ApiTrouble>>;
  /** An answer that goes on: a watch, a log. `ending` ends it, whether or not it has begun. */
  open(path: string, query: Query, ending?: AbortSignal): Promise<Result<OpenedAnswer, ApiTrouble>>;
  close(): void;
};

export type RestSettings = {
  /** Asked before each request: in a cluster the token is another within the hour. */
  way(): Promise<Way | null>;
  outboundAllow: readonly string[];
  pacer: Pacer;
  timeoutSeconds?: number;
};

const TIMEOUT_SECONDS = 30;
/** A page of a list has 250 objects at most. */
const MOST_BYTES = 64 * 2 ** 20;
const MOST_TRIES_WHEN_BUSY = 5;
const MOST_PAUSE_SECONDS = 30;

export function createRest({
  way,
  outboundAllow,
  pacer,
  timeoutSeconds = TIMEOUT_SECONDS,
}: RestSettings): Rest {
  const ending = new AbortController();
  const reach = async <Answer>(work: (way: Way, limits: Limits) => Promise<Result<Answer, ApiTrouble>>) => {
    const found = await way();
    if (found === null) return refuse<ApiTrouble>({ code: 'no-way', message: NOT_IN_CLUSTER });
    const allowed = allowanceOf([...outboundAllow, ...(found.ownHost === null ? [] : [found.ownHost])]);
    try {
      return await work(found, { allowed, timeoutSeconds, tls: found.tls });
    } catch (cause) {
      return refuse(troubleOf(cause));
    }
  };
  const askOnce = <Answer extends object>({ path, query, method, body }: ApiCall) =>
    reach<Answer>(async (found, limits) => {
      const fetch = createGuardedFetch({ ...limits, mostBytes: MOST_BYTES });
      const answer = await fetch(urlOf(found, path, query), {
        ...{ method, signal: ending.signal, headers: headersOf(found, method, body) },
        body: body && JSON.stringify(body),
      });
      return read<Answer>(answer.status, await answer.text(), answer.headers.get('retry-after'), found);
    });
  return {
    ask: async <Answer extends object>(call: ApiCall) => {
      for (let tries = 1; ; tries += 1) {
        const answer = await pacer.run(call.urgency, () => askOnce<Answer>(call));
        const pause = answer.ok ? null : pauseOf(answer.error);
        if (pause === null) return answer;
        pacer.pause(pause);
        if (tries === MOST_TRIES_WHEN_BUSY || ending.signal.aborted) return answer;
      }
    },
    open: (path, query, own) =>
      pacer.run('look', () =>
        reach(async (found, limits) => {
          const headers = headersOf(found, 'GET');
          const stream = createGuardedStream(limits);
          const signal = own ? AbortSignal.any([ending.signal, own]) : ending.signal;
          const answer = await stream(urlOf(found, path, query), { headers, signal });
          if (answer.status === 200) return ok(answer);
          const text = await beginningOf(answer);
          return read<never>(answer.status, text, String(answer.headers['retry-after'] ?? ''), found);
        }),
      ),
    close: () => ending.abort(),
  };
}

type Limits = Omit<Parameters<typeof createGuardedStream>[0], 'resolve'>;

function allowanceOf(entries: readonly string[]) {
  const parsed = parseOutboundAllow(entries.join(','));
  if (!parsed.ok) throw new Error(`GAUNTLET_OUTBOUND_ALLOW: ${parsed.message}`);
  return parsed.allowed;
}

const urlOf = ({ server }: Way, path: string, query: Query = {}) => {
  const text = new URLSearchParams(query).toString();
  return `${server.replace(/\/+$/, '')}${path}${text === '' ? '' : `?${text}`}`;
};

const headersOf = ({ authorization }: Way, method: ApiCall['method'], body?: object) => ({
  accept: 'application/json',
  'user-agent': 'gauntlet',
  ...(authorization === null ? {} : { authorization }),
  ...(body === undefined
    ? {}
    : { 'content-type': method === 'PATCH' ? patchType(body) : 'application/json' }),
});

const patchType = (body: object) =>
  Array.isArray(body) ? 'application/json-patch+json' : 'application/merge-patch+json';

/** What it sent is not told: it could be what it was asked with. */
const notKubernetes = (status: number, text: string): ApiTrouble => ({
  code: 'unreachable',
  message: `What answers there does not speak as Kubernetes does (${status}, with ${Buffer.byteLength(text)} bytes that are ${isJson(text) ? 'JSON, but no object' : 'not JSON'}). Check the address of the API server.`,
});

function read<Answer extends object>(
  status: number,
  text: string,
  retryAfter: string | null,
  way: Way,
): Result<Answer, ApiTrouble> {
  const body = parse(text);
  if (status >= 200 && status < 300)
    return body === null ? refuse(notKubernetes(status, text)) : ok(body as Answer);
  const { reason, message, details } = (body ?? {}) as StatusAnswer;
  const seconds = Number(retryAfter) || details?.retryAfterSeconds;
  return refuse({
    code: 'answered',
    answer: {
      code: status,
      ...(typeof reason === 'string' ? { reason } : {}),
      message: typeof message === 'string' ? shown(message, way) : `it answers ${status}`,
      ...(details?.causes || seconds
        ? { details: { causes: details?.causes ?? [], ...(seconds ? { retryAfterSeconds: seconds } : {}) } }
        : {}),
    },
  });
}

function parse(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null; // as the type says
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // which is what was asked
  }
}

const MOST_MESSAGE = 2000;

/** A server that wants to could send back what it was asked with. */
function shown(message: string, { authorization, tls }: Way): string {
  const own = [authorization?.replace(/^\w+ /, ''), tls.key].filter((text) => text);
  return own
    .reduce<string>((text, one) => text.replaceAll(one as string, '***'), message)
    .slice(0, MOST_MESSAGE);
}

const troubleOf = (cause: unknown): ApiTrouble => {
  if (!(cause instanceof OutboundError)) throw cause;
  const never = cause.code === 'refused' || cause.code === 'not-an-address';
  return { code: never ? 'no-way' : 'unreachable', message: explainFailure(cause) };
};

/** Null: it is not too busy. */
function pauseOf(trouble: ApiTrouble): number | null {
  if (trouble.code !== 'answered' || trouble.answer.code !== 429) return null;
  return Math.min(trouble.answer.details?.retryAfterSeconds ?? 1, MOST_PAUSE_SECONDS);
}

const MOST_ERROR_BYTES = 65_536;

async function beginningOf({ body, close }: OpenedAnswer): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    parts.push(part);
    bytes += part.byteLength;
    if (bytes > MOST_ERROR_BYTES) break;
  }
  close();
  return Buffer.concat(parts).toString('utf8');
}
