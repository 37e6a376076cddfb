import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Call, type CallServerOptions, createCallServer } from './call-server.ts';
import { readBody } from './send-request.ts';
import { createServerAddress } from './server-address.ts';

type Answer = (response: ServerResponse, body: string) => void;

let folder: string;
let servers: Server[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-call-'));
  servers = [];
});
afterEach(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Answers the first request by the first answer and so on; the last one stands for all that follow. */
const serve = async (...answers: Answer[]) => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      bodies.push(body);
      answers[Math.min(bodies.length, answers.length) - 1]?.(response, body);
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, bodies, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const succeed: Answer = (response, body) => response.end(`got ${body}`);
const drop: Answer = (response) => response.socket?.destroy();
const status =
  (code: number, problem?: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response
      .writeHead(code, headers)
      .end(problem ? JSON.stringify({ code: problem, detail: 'why' }) : '<html>');

const open = (url: string, options: Partial<CallServerOptions> = {}) =>
  createCallServer({
    address: createServerAddress(url, undefined),
    token: 'the-token',
    signal: new AbortController().signal,
    ...options,
  });

const order = (patch: Partial<Call<string>> = {}): Call<string> => ({
  method: 'POST',
  path: '/agent/v1/claim',
  body: Buffer.from('hi'),
  receive: async ({ body }) => (await readBody(body, 1000)).toString(),
  ...patch,
});

describe('a call', () => {
  it('is made again after a broken connection, a 500 and a 429, with the same body', async () => {
    const { url, bodies } = await serve(drop, status(500), status(429), succeed);
    expect(await open(url).call(order())).toEqual({ ok: true, value: 'got hi' });
    expect(bodies).toEqual(['hi', 'hi', 'hi', 'hi']);
  });

  it('is not made again for a quota that is used up, though that is a 429 too', async () => {
    const { url, bodies } = await serve(status(429, 'quota-exceeded', { 'retry-after': '30' }), succeed);
    expect(await open(url).call(order())).toMatchObject({
      ok: false,
      error: { code: 'refused', status: 429, problem: 'quota-exceeded' },
    });
    expect(bodies).toHaveLength(1);
  });

  it('that is refused before its body is sent leaves no connection waiting for the rest', async () => {
    const server = createServer((_request, response) => {
      status(429, 'quota-exceeded')(response, '');
    });
    server.keepAliveTimeout = 0; // it leaves every connection to the agent
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { call } = open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
      signal: AbortSignal.timeout(10_000),
    });
    const endless = () =>
      new Readable({
        read() {
          this.push(Buffer.alloc(65_536));
        },
      });
    // More than there are connections at once: the last would wait for one that never comes back.
    for (let time = 0; time < 20; time += 1)
      expect(await call(order({ method: 'PUT', body: endless }))).toMatchObject({
        error: { problem: 'quota-exceeded' },
      });
  });

  it('waits as long as Retry-After says, not longer', async () => {
    const { url } = await serve(status(503, 'unavailable', { 'retry-after': '0.3' }), succeed);
    const before = performance.now();
    await open(url).call(order());
    const waited = performance.now() - before;
    expect(waited).toBeGreaterThanOrEqual(295);
    expect(waited).toBeLessThan(2000);
  });

  it('goes to where the server has moved, as its file says', async () => {
    const { url } = await serve(succeed);
    const urlFile = join(folder, 'server.url');
    writeFileSync(urlFile, `${url}\n`);
    const caller = open('', { address: createServerAddress('http://127.0.0.1:9', urlFile) });
    expect(await caller.call(order())).toEqual({ ok: true, value: 'got hi' });
    writeFileSync(urlFile, JSON.stringify({ url: 'http://127.0.0.1:9' }));
    const address = createServerAddress(url, urlFile);
    expect(await address.reread()).toBe(true);
    expect(address.current()).toBe('http://127.0.0.1:9');
    writeFileSync(urlFile, '{"url": "htt');
    expect(await address.reread()).toBe(false);
  });

  it.each([
    [409, 'group-ended'],
    [401, 'not-signed-in'],
    [403, 'not-allowed'],
    [404, 'not-found'],
  ])('that is answered %i %s means that the group is over', async (code, problem) => {
    const { url, bodies } = await serve(status(code, problem));
    const told: string[] = [];
    const called = await open(url, { onGroupOver: (message) => told.push(message) }).call(order());
    expect(called).toMatchObject({ ok: false, error: { code: 'group-over' } });
    expect(bodies.length).toBe(1);
    expect(told).toEqual([`${code} why`]);
  });

  it('does not believe a 404 of another program that has the port now', async () => {
    const { url, bodies } = await serve(status(404), status(401), succeed);
    expect(await open(url).call(order())).toEqual({ ok: true, value: 'got hi' });
    expect(bodies.length).toBe(3);
  });

  it('that names a thing which is not there says nothing of the group', async () => {
    const { url } = await serve(status(404, 'not-found'));
    expect(await open(url).call(order({ missing: 'thing' }))).toMatchObject({
      error: { code: 'refused', status: 404, problem: 'not-found' },
    });
  });

  it('that is refused is not made again', async () => {
    const { url, bodies } = await serve(status(400, 'invalid-request'));
    expect(await open(url).call(order())).toMatchObject({ error: { code: 'refused', message: '400 why' } });
    expect(bodies.length).toBe(1);
  });

  it('with limited patience is given up after some 5xx, at once when the storage is full', async () => {
    const failing = await serve(status(500));
    const called = await open(failing.url).call(order({ mostServerErrors: 2 }));
    expect(called).toMatchObject({ error: { code: 'given-up' } });
    expect(failing.bodies.length).toBe(3);
    const full = await serve(status(507, 'storage-full'));
    await open(full.url).call(order({ mostServerErrors: 2 }));
    expect(full.bodies.length).toBe(1);
  });

  it('whose body cannot be read is not made again', async () => {
    const { url } = await serve(succeed);
    const body = () =>
      new Readable({
        read() {
          this.destroy(new Error('gone'));
        },
      });
    expect(await open(url).call(order({ body }))).toMatchObject({
      error: { code: 'unreadable', message: 'gone' },
    });
  });

  it('ends when it is aborted while it waits', async () => {
    const abort = new AbortController();
    const { url } = await serve((response) => {
      response.writeHead(503, { 'retry-after': '60' }).end();
      setImmediate(() => abort.abort());
    });
    const called = await open(url, { signal: abort.signal }).call(order());
    expect(called).toMatchObject({ error: { code: 'aborted' } });
  });

  it('gives up an answer that does not come, and asks again', async () => {
    const { url } = await serve(() => undefined, succeed);
    expect(await open(url, { idleTimeoutMs: 50 }).call(order())).toEqual({ ok: true, value: 'got hi' });
  });
});

describe('the connection', () => {
  it('is used again, and a call on one that the server has closed meanwhile is made again at once', async () => {
    const { url, server } = await serve(succeed);
    server.keepAliveTimeout = 60_000;
    let connections = 0;
    server.on('connection', () => connections++);
    const caller = open(url);
    await caller.call(order());
    await caller.call(order());
    expect(connections).toBe(1);
    server.closeIdleConnections();
    const before = performance.now();
    expect(await caller.call(order())).toMatchObject({ ok: true });
    expect(performance.now() - before).toBeLessThan(45);
  });

  it('is known to be lost from the first failure on, until there is an answer', async () => {
    const seen: number[] = [];
    const { url } = await serve(drop, drop, succeed);
    const trouble: string[] = [];
    const caller = open(url, { onTrouble: (message) => trouble.push(message) });
    const timer = setInterval(() => seen.push(caller.unreachableMs()), 10);
    expect(caller.unreachableMs()).toBe(0);
    await caller.call(order());
    clearInterval(timer);
    expect(Math.max(...seen)).toBeGreaterThan(50);
    expect(caller.unreachableMs()).toBe(0);
    expect(trouble.length).toBe(1);
  });
});
