/**
 * An API server of Kubernetes as far as tests need one: HTTP, or HTTPS, on loopback; a bearer token or a client
 * certificate; and one part for each kind of resource, which says what it answers to. Another kind is another
 * file and a line where the server is made. It owns connections and moods; what there is belongs to the parts.
 */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { answerStatus } from './answers.ts';

export type ApiRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** Null: there was none, or no JSON. */
  body: unknown;
};

/** One kind of resource. It may answer at once, later, or bit by bit, as a watch does. */
export type ApiPart = {
  /** False: the request is none of its. */
  answer(request: ApiRequest, response: ServerResponse): boolean | Promise<boolean>;
};

/**
 * `well`; `silent`: takes requests and never answers; `drops`: ends connections; `endless`: an answer without an
 * end; `trickles`: one that never gets there; otherwise what it answers to everything.
 */
export type Mood =
  | 'well'
  | 'silent'
  | 'drops'
  | 'endless'
  | 'trickles'
  | { status: number; body: string; headers?: Record<string, string> };

export type FakeApiSettings = {
  token: string;
  parts: readonly ApiPart[];
  /** With it, HTTPS; `clients`: the authority of certificates that are as good as the token. */
  tls?: { cert: string; key: string; clients?: string };
};

export type FakeApiServer = Awaited<ReturnType<typeof createFakeApiServer>>;

export async function createFakeApiServer({ token, parts, tls }: FakeApiSettings) {
  const seen: ApiRequest[] = [];
  const state: { mood: Mood } = { mood: 'well' };
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    seen.push(request);
    if (state.mood !== 'well') return behave(state.mood, response);
    if (!isKnown(incoming, token)) return answerStatus(response, 401, 'Unauthorized');
    for (const part of parts) if (await part.answer(request, response)) return;
    answerStatus(response, 404, `the server could not find ${request.path}`);
  };
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    handle(incoming, response).catch(() => response.destroy()); // who asked has gone meanwhile
  };
  const server = tls
    ? createHttpsServer(
        {
          cert: tls.cert,
          key: tls.key,
          ...(tls.clients === undefined
            ? {}
            : { ca: tls.clients, requestCert: true, rejectUnauthorized: false }),
        },
        listener,
      )
    : createHttpServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    token,
    seen,
    state,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming as AsyncIterable<Buffer>) parts.push(part);
  const url = new URL(incoming.url ?? '/', 'http://fake');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: parseJson(Buffer.concat(parts).toString('utf8')),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // as the type says
  }
}

function isKnown({ headers, socket }: IncomingMessage, token: string): boolean {
  if (headers.authorization !== undefined) return headers.authorization === `Bearer ${token}`;
  return (socket as Partial<TLSSocket>).authorized === true;
}

function behave(mood: Exclude<Mood, 'well'>, response: ServerResponse): void {
  if (mood === 'silent') return;
  if (mood === 'drops') {
    response.socket?.destroy();
    return;
  }
  if (typeof mood === 'object') {
    response.writeHead(mood.status, { 'content-type': 'application/json', ...mood.headers });
    response.end(mood.body);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  if (mood === 'endless') pour(response);
  else response.write('{"gitVersion":');
}

const CHUNK = ' '.repeat(65_536);

/** As fast as it is read. */
function pour(response: ServerResponse): void {
  while (!response.destroyed && response.write(CHUNK));
  if (!response.destroyed) response.once('drain', () => pour(response));
}
