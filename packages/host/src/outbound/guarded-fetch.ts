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
    const url = URL.canParse(String(address)) ? new URL(address) : null;
    if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
      throw new OutboundError(
        'not-an-address',
        'Only addresses that begin with https:// or http:// are reached.',
      );
    const found = await findOutboundAddresses(url.hostname, settings.allowed, settings.resolve);
    if (!found.ok) throw new OutboundError(found.why, found.message);
    const deadline = AbortSignal.timeout(settings.timeoutSeconds * 1000);
    const signal = order.signal ? AbortSignal.any([deadline, order.signal]) : deadline;
    try {
      return await request(url, order, {
        signal,
        lookup: pinnedTo(found.addresses),
        mostBytes: settings.mostBytes,
        tls: settings.tls ?? {},
      });
    } catch (cause) {
      if (deadline.aborted)
        throw new OutboundError(
          'timed-out',
          `${url.host} did not answer within ${settings.timeoutSeconds} s.`,
          cause,
        );
      throw new OutboundError('failed', `${url.host} could not be reached: ${reasonOf(cause)}.`, cause);
    }
  };
}

type Way = { signal: AbortSignal; lookup: LookupFunction; mostBytes: number; tls: TlsSettings };

function request(url: URL, { method = 'GET', headers, body }: FetchOrder, way: Way): Promise<Response> {
  const bytes = bytesOf(body);
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const outgoing = (url.protocol === 'https:' ? https : http).request(url, {
    method,
    headers: { ...headers, ...(bytes ? { 'content-length': String(bytes.byteLength) } : {}) },
    lookup: way.lookup,
    signal: way.signal,
    ...way.tls,
    agent: false, // a connection of its own: none that was made to another address is used again
  });
  outgoing.on('error', reject);
  outgoing.on('response', (incoming) => {
    readAnswer(incoming, way.mostBytes).then(resolve, reject);
  });
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
