/**
 * A fetch for addresses that others have set: it reaches what `judgeOutbound` lets through, at the very
 * addresses that were judged, follows no redirect, goes through no proxy, and reads so much of an answer and
 * for so long. In the shape that client libraries take for their own.
 */
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { OutboundAllowance } from './outbound.ts';
import { findOutboundAddresses, type Resolve } from './outbound-addresses.ts';

export type FetchOrder = {
  method?: string | undefined;
  headers?: Record<string, string> | undefined;
  body?: unknown;
  signal?: AbortSignal | null | undefined;
};
export type GuardedFetch = (url: string | URL, order?: FetchOrder) => Promise<Response>;

export type GuardedFetchSettings = {
  allowed: OutboundAllowance;
  /** For all of one request. */
  timeoutSeconds: number;
  /** Of an answer; the rest of it is not read. */
  mostBytes: number;
  resolve?: Resolve;
  /** Of one server alone, all in PEM; left out: as this host does it. */
  tls?: TlsSettings | undefined;
};

export type TlsSettings = {
  /** Instead of the authorities that this host trusts. */
  ca?: string | undefined;
  /** Of the client, to show who it is. */
  cert?: string | undefined;
  key?: string | undefined;
  /** The name in the certificate, where it is not the host. */
  servername?: string | undefined;
};

/** Nothing was answered. `refused` and `not-an-address` do not pass by themselves. */
export class OutboundError extends Error {
  readonly code: 'refused' | 'not-found' | 'not-an-address' | 'timed-out' | 'failed';

  constructor(code: OutboundError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'OutboundError';
    this.code = code;
  }
}

export function createGuardedFetch(settings: GuardedFetchSettings): GuardedFetch {
  return async (address, order = {}) => {
    const deadline = AbortSignal.timeout(settings.timeoutSeconds * 1000);
    const signal = order.signal ? AbortSignal.any([deadline, order.signal]) : deadline;
    return reach(address, settings, deadline, async (url, lookup) => {
      const incoming = await request(url, order, { signal, lookup, tls: settings.tls ?? {} });
      return readAnswer(incoming, settings.mostBytes);
    });
  };
}

/** An answer that is read as it comes. Its body ends with an OutboundError where the connection does. */
export type OpenedAnswer = {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: AsyncIterable<Uint8Array>;
  /** Ends the connection, whatever is still to come. */
  close(): void;
};
export type GuardedStream = (url: string | URL, order?: FetchOrder) => Promise<OpenedAnswer>;

/** `timeoutSeconds`: until an answer begins. How long it then goes on is the matter of who reads it. */
export type GuardedStreamSettings = Omit<GuardedFetchSettings, 'mostBytes'>;

const KEEP_ALIVE_MS = 15_000;

/** The same way for answers that go on. A peer that is not there any more is noticed by its silence to TCP. */
export function createGuardedStream(settings: GuardedStreamSettings): GuardedStream {
  return async (address, order = {}) => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), settings.timeoutSeconds * 1000);
    const signal = order.signal ? AbortSignal.any([deadline.signal, order.signal]) : deadline.signal;
    try {
      return await reach(address, settings, deadline.signal, async (url, lookup) => {
        const incoming = await request(url, order, { signal, lookup, tls: settings.tls ?? {} });
        incoming.socket.setKeepAlive(true, KEEP_ALIVE_MS);
        return opened(incoming, url.host);
      });
    } finally {
      clearTimeout(timer);
    }
  };
}

const opened = (incoming: http.IncomingMessage, host: string): OpenedAnswer => ({
  status: incoming.statusCode ?? 0,
  headers: incoming.headers,
  body: partsOf(incoming, host),
  close: () => incoming.destroy(),
});

async function* partsOf(incoming: http.IncomingMessage, host: string): AsyncGenerator<Uint8Array> {
  try {
    yield* incoming as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new OutboundError('failed', `${host} ended the connection: ${reasonOf(cause)}.`, cause);
  }
}

type Target = Pick<GuardedFetchSettings, 'allowed' | 'resolve' | 'timeoutSeconds'>;

async function reach<Answer>(
  address: string | URL,
  { allowed, resolve, timeoutSeconds }: Target,
  deadline: AbortSignal,
  ask: (url: URL, lookup: LookupFunction) => Promise<Answer>,
): Promise<Answer> {
  const url = URL.canParse(String(address)) ? new URL(address) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new OutboundError(
      'not-an-address',
      'Only addresses that begin with https:// or http:// are reached.',
    );
  const found = await findOutboundAddresses(url.hostname, allowed, resolve);
  if (!found.ok) throw new OutboundError(found.why, found.message);
  try {
    return await ask(url, pinnedTo(found.addresses));
  } catch (cause) {
    if (deadline.aborted)
      throw new OutboundError('timed-out', `${url.host} did not answer within ${timeoutSeconds} s.`, cause);
    throw new OutboundError('failed', `${url.host} could not be reached: ${reasonOf(cause)}.`, cause);
  }
}

type Way = { signal: AbortSignal; lookup: LookupFunction; tls: TlsSettings };

function request(
  url: URL,
  { method = 'GET', headers, body }: FetchOrder,
  way: Way,
): Promise<http.IncomingMessage> {
  const bytes = bytesOf(body);
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const outgoing = (url.protocol === 'https:' ? https : http).request(url, {
    method,
    headers: { ...headers, ...(bytes ? { 'content-length': String(bytes.byteLength) } : {}) },
    lookup: way.lookup,
    signal: way.signal,
    ...way.tls,
    agent: false, // a connection of its own: none that was made to another address is used again
  });
  outgoing.on('error', reject);
  outgoing.on('response', resolve);
  outgoing.end(bytes);
  return promise;
}

async function readAnswer(incoming: http.IncomingMessage, mostBytes: number): Promise<Response> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    parts.push(part.subarray(0, mostBytes - size));
    size += part.byteLength;
    if (size >= mostBytes) break; // which ends the connection
  }
  const status = incoming.statusCode ?? 0;
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return new Response(hasBody ? Buffer.concat(parts) : null, { status, headers });
}

/** What client libraries send; anything else is a bug of its caller. */
function bytesOf(body: unknown): Buffer | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  if (body instanceof URLSearchParams) return Buffer.from(body.toString());
  throw new Error('A body of this kind is not sent here.');
}

function pinnedTo(addresses: readonly string[]): LookupFunction {
  const known = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, answer) => {
    if (options.all) return answer(null, known);
    const [first] = known;
    answer(null, first?.address ?? '', first?.family);
  };
}

function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors[0] !== undefined) return reasonOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : String(cause);
}

export type SeenAnswer = { status: number; retryAfter: string | null; body: string };

/**
 * The same fetch, and what was answered last: for libraries that wrap what they are answered into errors of
 * their own. Null: nothing was.
 */
export function watchedFetch(fetch: GuardedFetch): { fetch: GuardedFetch; last(): SeenAnswer | null } {
  let seen: SeenAnswer | null = null;
  return {
    fetch: async (url, order) => {
      seen = null;
      const answer = await fetch(url, order);
      const body = await answer.clone().text();
      seen = { status: answer.status, retryAfter: answer.headers.get('retry-after'), body };
      return answer;
    },
    last: () => seen,
  };
}
