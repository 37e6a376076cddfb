/** What no request may do to the server, whoever sends it: hold it by being slow, fill it, or write its headers. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { SECRET_PREFIXES } from '../kernel/secret-prefixes.ts';
import { EXECUTION, fakeHttpDeps, type LoggedLine } from '../testing/fake-http-deps.ts';
import type { HttpSettings } from './deps.ts';
import { createHttpServer } from './server.ts';

let app: FastifyInstance;
const lines: LoggedLine[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  lines.splice(0);
  await app.close();
});

async function serve(settings: Partial<HttpSettings> = {}): Promise<number> {
  app = createHttpServer(fakeHttpDeps({ settings }, lines));
  return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
}

async function open(port: number) {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let said = '';
  socket.on('data', (data) => {
    said += data.toString();
  });
  socket.on('error', () => undefined); // closed while we were still talking
  // Not `once`, which fails at an error: a connection that was reset is closed as well.
  const closed = new Promise<string>((resolve) => socket.on('close', () => resolve(said)));
  await once(socket, 'connect');
  return { socket, closed, said: () => said };
}

/** A byte now and then, so that the connection never stands still. */
function trickle(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), 50);
  socket.once('close', () => clearInterval(timer));
}

const isServed = async (port: number) => (await fetch(`http://127.0.0.1:${port}/health/live`)).status === 200;

describe('a client that is slow on purpose', () => {
  it('in its headers is sent away, and others are served meanwhile', async () => {
    const port = await serve({ headersSeconds: 0.4 });
    const slow = await Promise.all(Array.from({ length: 20 }, () => open(port)));
    for (const { socket } of slow) {
      socket.write('GET /health/live HTTP/1.1\r\nhost: x\r\nx-slow: ');
      trickle(socket);
    }
    expect(await isServed(port)).toBe(true);
    for (const { closed } of slow) expect(await closed).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('in its body is cut off, signed in or not', async () => {
    const port = await serve({ bodySeconds: 0.4 });
    const headers = 'host: x\r\ncontent-type: application/json\r\ncontent-length: 100000';
    for (const [path, more] of [
      ['/api/v1/auth/login', ''],
      ['/api/v1/tests', '\r\nauthorization: Bearer gnt_submit'],
    ]) {
      const { socket, closed } = await open(port);
      socket.write(`POST ${path} HTTP/1.1\r\n${headers}${more}\r\n\r\n{"name": "`);
      trickle(socket);
      expect(await isServed(port)).toBe(true);
      expect(await closed).not.toMatch(/^HTTP\/1\.1 2/);
    }
  });
});

describe('connections', () => {
  it('beyond the limit are closed at once, and there is room again when others have gone', async () => {
    const port = await serve({ maxConnections: 3 });
    const held = await Promise.all(Array.from({ length: 3 }, () => open(port)));
    expect(await (await open(port)).closed).toBe('');
    for (const { socket, closed } of held) {
      socket.destroy();
      await closed;
    }
    await expect.poll(() => isServed(port).catch(() => false)).toBe(true);
  });
});

describe('an answer', () => {
  it('that is no page runs nothing, is framed by nobody, and tells nobody where one came from', async () => {
    app = createHttpServer(fakeHttpDeps());
    for (const url of ['/api/v1/me', '/health/live', '/no-such-route']) {
      const { headers } = await app.inject({ url, headers: { authorization: 'Bearer gnt_read' } });
      expect([url, headers]).toMatchObject([
        url,
        {
          'content-security-policy':
            "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'referrer-policy': 'no-referrer',
          'cross-origin-resource-policy': 'same-origin',
        },
      ]);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('has no header that its client wrote, and the log no line', async () => {
    app = createHttpServer(fakeHttpDeps({}, lines));
    const injected = 'x%0d%0aset-cookie:%20owned=1%0d%0a%0d%0a<h1>';
    for (const url of [
      `/signin?code=${injected}`,
      `/device?code=${injected}`,
      `/executions/${injected}`,
      `/assets/${injected}`,
      `/api/v1/executions/${EXECUTION}/${injected}`,
      `/${injected}/../..`,
    ])
      for (const accept of ['text/html', 'application/json']) {
        const headers = { accept, 'x-request-id': 'owned', 'x-forwarded-for': '6.6.6.6' };
        const answer = await app.inject({ url, headers });
        expect([url, answer.headers['set-cookie'], JSON.stringify(answer.headers)]).toEqual([
          url,
          undefined,
          expect.not.stringContaining('owned=1"'),
        ]);
        for (const value of Object.values(answer.headers)) expect(String(value)).not.toMatch(/[\r\n]/);
        expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      }
    const logged = lines.filter(({ message }) => message === 'request');
    expect(logged).toHaveLength(12);
    expect(logged.map(({ fields }) => (fields as { address: string }).address)).not.toContain('6.6.6.6');
    for (const { fields } of logged) expect((fields as { path: string }).path).not.toMatch(/[\r\n]/);
  });
});

describe('an address with a credential in it', () => {
  const SECRET = 'k3Y-_'.repeat(9);

  it.each(SECRET_PREFIXES)('%s leaves a line without it', async (prefix) => {
    app = createHttpServer(fakeHttpDeps({}, lines));
    const secret = prefix + SECRET;
    const spelled = [secret, secret.replace('_', '%5f'), `%67${secret.slice(1)}`, `${secret}?a=${secret}`];
    const places = ['/', '/invitation/', '/executions/', '/api/v1/executions/', '/api/v1/no-such-route/'];
    for (const place of places)
      for (const each of spelled)
        await app.inject({ url: place + each, headers: { authorization: 'Bearer gnt_read' } });
    const logged = lines.filter(({ message }) => message === 'request');
    expect(logged).toHaveLength(places.length * spelled.length);
    const told = JSON.stringify(lines);
    expect(told).toContain(`/invitation/${prefix}***`);
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain('k3Y');
  });
});
