/**
 * The server's side of the agent protocol over real HTTP, in memory, for tests of the agent: sequences,
 * claims, logs and artifacts as the contract says, for any number of groups of one execution, and with
 * faults on demand.
 *
 * Owns the state of the execution; it survives `stop` and `start`, as a database would.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { answerCall } from './protocol-routes.ts';
import { type ProtocolGroup, ProtocolRefusal, type ProtocolState } from './protocol-state.ts';

/**
 * What goes wrong with a request: the connection breaks before or after the server has acted on it, it
 * answers this status, or it takes this long.
 */
export type Fault =
  | 'drop'
  | 'drop-after'
  | { status: number; headers?: Record<string, string> }
  | { delayMs: number };

export type ProtocolServer = {
  url: () => string;
  state: ProtocolState;
  /** Asked about each request; null lets it pass. */
  faultFor: (path: string) => Fault | null;
  /** Listens, on another port than before. */
  start: () => Promise<void>;
  /** Breaks every connection and listens no more. */
  stop: () => Promise<void>;
  /** Paths in the order in which they came, faulty ones included. */
  calls: string[];
};

export const createProtocolServer = (state: ProtocolState): ProtocolServer => {
  let http: Server | null = null;
  let url = '';
  const server: ProtocolServer = {
    url: () => url,
    state,
    faultFor: () => null,
    calls: [],
    start: async () => {
      http = createServer((request, response) => void serve(server, request, response));
      http.listen(0, '127.0.0.1');
      await once(http, 'listening');
      url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    },
    stop: async () => {
      const closing = http;
      http = null;
      if (!closing) return;
      closing.close();
      closing.closeAllConnections();
      await once(closing, 'close');
    },
  };
  return server;
};

const serve = async (
  server: ProtocolServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://server');
  server.calls.push(url.pathname);
  const fault = server.faultFor(url.pathname);
  if (fault === 'drop') return void request.socket.destroy();
  if (typeof fault === 'object' && fault && 'status' in fault) {
    request.resume();
    return answer(response, fault.status, { detail: 'a fault' }, fault.headers);
  }
  if (typeof fault === 'object' && fault) await pause(fault.delayMs);
  await act(server, request, response, url, fault === 'drop-after');
};

const act = async (
  { state }: ProtocolServer,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  dropAfter: boolean,
): Promise<void> => {
  try {
    const group = findGroup(state, request);
    const body = await readAll(request);
    const answered = answerCall(state, group, { method: request.method ?? '', url, body });
    if (dropAfter) return void request.socket.destroy();
    if (Buffer.isBuffer(answered))
      return void response.writeHead(200, { 'content-type': 'application/gzip' }).end(answered);
    answer(response, 200, answered);
  } catch (cause) {
    if (request.socket.destroyed) return;
    if (!(cause instanceof ProtocolRefusal)) return answer(response, 500, { detail: String(cause) });
    const { code, status, message } = cause;
    answer(response, status, {
      type: `urn:gauntlet:problem:${code}`,
      title: code,
      status,
      detail: message,
      code,
    });
  }
};

const findGroup = (state: ProtocolState, request: IncomingMessage): ProtocolGroup => {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const group = state.groups.get(token);
  if (!group) throw new ProtocolRefusal('not-signed-in', 'no group has this token');
  return group;
};

const readAll = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const answer = (
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void => {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body));
};
