/** Stands before a real S3 server, under an address of its own, and lets through what the test lets through. */
import { once } from 'node:events';
import http, { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Seen = { method: string; path: string; query: URLSearchParams };
/** `full`: as a store says that it is; a number: another status; `wait`: neither answered nor let through. */
type Fate = 'pass' | 'full' | 'wait' | number;

export type S3Proxy = {
  endpoint: string;
  seen: Seen[];
  decide: (request: Seen) => Fate;
  close(): Promise<void>;
};

export async function startS3Proxy(target: string): Promise<S3Proxy> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', target);
    const seen = { method: request.method ?? '', path: url.pathname, query: url.searchParams };
    proxy.seen.push(seen);
    const fate = proxy.decide(seen);
    if (fate === 'pass') return pass(request, response, target);
    if (fate === 'wait') return;
    request.resume();
    const code = fate === 'full' ? 'QuotaExceeded' : 'AccessDenied';
    response.writeHead(fate === 'full' ? 403 : fate, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: S3Proxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    decide: () => 'pass',
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return proxy;
}

/** With the Host that was asked for: it is part of what was signed. */
function pass(request: IncomingMessage, response: ServerResponse, target: string): void {
  const { hostname, port } = new URL(target);
  const { method, url: path, headers } = request;
  const onward = http.request({ hostname, port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.once('error', () => response.destroy());
  request.pipe(onward);
}
