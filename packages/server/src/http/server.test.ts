import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeHttpDeps } from '../testing/fake-http-deps.ts';
import type { HttpDeps } from './deps.ts';
import { createHttpServer } from './server.ts';

let app: FastifyInstance;
afterEach(() => app.close());

describe('the server', () => {
  it('can be told another port after the first one was taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    app = createHttpServer(fakeHttpDeps());
    await expect(app.listen({ port, host: '127.0.0.1' })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    expect((await fetch(`${address}/health/live`)).status).toBe(200);
    taken.close();
  });

  it('answers what is not HTTP, and headers without end, and goes on', async () => {
    app = createHttpServer(fakeHttpDeps());
    const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    for (const nonsense of [
      '\x16\x03\x01 hello\r\n\r\n',
      `GET / HTTP/1.1\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
    ]) {
      const socket = connect(Number(port), '127.0.0.1');
      let answer = '';
      socket.on('data', (data) => {
        answer += data.toString();
      });
      socket.on('error', () => undefined); // closed while we were still talking
      socket.write(nonsense);
      await new Promise((resolve) => socket.on('close', resolve));
      expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d|$)/);
    }
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
  });

  it('is ready when what it needs is there, and says what is not', async () => {
    const ready = { value: { ok: true, checks: { database: { ok: true, message: 'answers' } } } };
    app = createHttpServer(fakeHttpDeps({ checkReadiness: async () => ready.value }));
    const up = await app.inject('/health/ready');
    expect([up.statusCode, up.json()]).toMatchObject([
      200,
      { status: 'ready', checks: { database: { ok: true }, load: { ok: true } } },
    ]);
    ready.value = { ok: false, checks: { database: { ok: false, message: 'gone' } } };
    const down = await app.inject('/health/ready');
    expect([down.statusCode, down.json()]).toMatchObject([
      503,
      { status: 'not-ready', checks: { database: { message: 'gone' } } },
    ]);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
  });

  it('is not ready when the question itself fails, and keeps the reason to the log', async () => {
    const checkReadiness = async () => Promise.reject(new Error('password hunter2'));
    app = createHttpServer(fakeHttpDeps({ checkReadiness }));
    const answer = await app.inject('/health/ready');
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toContain('hunter2');
  });

  it('tells of each request under its route, never its address', async () => {
    const seen: unknown[] = [];
    app = createHttpServer(
      fakeHttpDeps({
        observeRequest: (request: Parameters<HttpDeps['observeRequest']>[0]) => void seen.push(request),
      }),
    );
    await app.inject('/health/live?x=1');
    await app.inject('/api/v1/executions/01900000-0000-7000-8000-000000000999');
    await app.inject('/nothing/here');
    expect(seen).toMatchObject([
      { route: '/health/live', method: 'GET', status: 200 },
      { route: '/api/v1/executions/:id', method: 'GET', status: 401 },
      { route: 'unknown', method: 'GET', status: 404 },
    ]);
  });

  it('gives metrics in the text that Prometheus reads', async () => {
    app = createHttpServer(fakeHttpDeps());
    const answer = await app.inject({ url: '/metrics', headers: { authorization: 'Bearer gnt_read' } });
    expect([answer.headers['content-type'], answer.body]).toEqual([
      'text/plain; version=0.0.4; charset=utf-8',
      'up 1\n',
    ]);
  });
});
