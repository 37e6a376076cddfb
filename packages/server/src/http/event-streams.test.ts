import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { EventList, type RecordedExecutionEvent } from '@gauntlet/contract';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeWakes, EXECUTION, type FakeWakes, fakeHttpDeps, TEAM } from '../testing/fake-http-deps.ts';
import type { HttpSettings } from './deps.ts';
import { createHttpServer } from './server.ts';

const STREAM = { authorization: 'Bearer gnt_read', accept: 'text/event-stream' };
const EVENTS = `/api/v1/executions/${EXECUTION}/events`;

let app: FastifyInstance;
let wakes: FakeWakes;
let stored: RecordedExecutionEvent[];
let reads: number;
/** Whether whoever asked may ask still. */
let letIn: boolean;
afterEach(async () => {
  vi.useRealTimers();
  await app.close();
});

const event = (number: number, type: string, data: object = {}): RecordedExecutionEvent =>
  ({
    executionId: EXECUTION,
    number,
    at: '2026-01-01T00:00:00.000Z',
    event: { type, data },
  }) as RecordedExecutionEvent;
const change = (number: number, to: string) =>
  event(number, 'status-changed', { from: null, to, because: 'x', attempt: 0 });

async function serve(status = 'running', settings: Partial<HttpSettings> = {}): Promise<string> {
  wakes = createFakeWakes();
  reads = 0;
  letIn = true;
  app = createHttpServer(
    fakeHttpDeps({
      wakes,
      settings,
      identity: { authenticateAgain: async (actor) => (letIn ? actor : null) },
      readers: {
        statusOf: async ({ teamId }: { teamId: string }) => (teamId === TEAM ? status : null),
      } as never,
      events: {
        list: async (_team, _id, after, limit) => {
          reads += 1;
          const items = stored.filter(({ number }) => number > after).slice(0, limit);
          return { items, lastNumber: stored.at(-1)?.number ?? 0 };
        },
        lastPosition: async () => 100,
        listOfTeam: async (_team, after) => {
          const items = stored
            .map((each) => ({ ...each, position: each.number + 100 }))
            .filter(({ position }) => position > after);
          return { items, lastPosition: Math.max(after, 100 + (stored.at(-1)?.number ?? 0)) };
        },
      },
    }),
  );
  return app.listen({ port: 0, host: '127.0.0.1' });
}

/** Messages as they come; `next()` fails when the stream has ended. */
async function listen(address: string, headers: Record<string, string> = STREAM) {
  const controller = new AbortController();
  const answer = await fetch(address, { headers, signal: controller.signal });
  let text = '';
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const message = text.slice(0, end);
        text = text.slice(end + 2);
        if (message.startsWith('id:')) return message;
        continue;
      }
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
      if (done) return null;
      text += value;
    }
  };
  return { answer, next, stop: () => controller.abort() };
}
const until = async (holds: () => boolean) => {
  const deadline = performance.now() + 5000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('it never came about');
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe('the events of an execution', () => {
  it('are a list for programs that ask for nothing else', async () => {
    stored = [change(1, 'submitted'), change(2, 'queued')];
    await serve();
    const answer = await app.inject({
      url: `${EVENTS}?after=1`,
      headers: { authorization: 'Bearer gnt_read' },
    });
    expect(EventList.parse(answer.json()).items.map(({ number }) => number)).toEqual([2]);
    const refused = await app.inject({ url: EVENTS, headers: { ...STREAM, accept: 'image/png' } });
    expect(refused.json()).toMatchObject({ status: 406, code: 'not-acceptable' });
  });

  it('come as they happen, each once, and end with the execution', async () => {
    stored = [change(1, 'submitted')];
    const { answer, next } = await listen((await serve()) + EVENTS);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache, no-transform');
    const first = await next();
    expect(first?.split('\n').slice(0, 2)).toEqual(['id: 1', 'event: status-changed']);
    expect(JSON.parse(first?.split('\n')[2]?.slice('data: '.length) ?? '')).toEqual(stored[0]);
    await until(() => wakes.listeners('events') > 0);
    stored = [...stored, event(2, 'unit-started'), change(3, 'archived'), event(4, 'never-told')];
    wakes.tell({ topic: 'events', executionId: EXECUTION });
    expect([await next(), await next(), await next()].map((message) => message?.split('\n')[0])).toEqual([
      'id: 2',
      'id: 3',
      'id: 4',
    ]);
    expect(await next()).toBeNull();
    await until(() => wakes.listeners('events') === 0);
  });

  it('go on after the last one a client has seen, whatever the address says', async () => {
    stored = [change(1, 'submitted'), change(2, 'queued'), change(3, 'archived')];
    const address = await serve();
    const resumed = await listen(`${address}${EVENTS}?after=0`, { ...STREAM, 'last-event-id': '2' });
    expect((await resumed.next())?.split('\n')[0]).toBe('id: 3');
    const fromAddress = await listen(`${address}${EVENTS}?after=1`, {
      ...STREAM,
      'last-event-id': 'nonsense',
    });
    expect((await fromAddress.next())?.split('\n')[0]).toBe('id: 2');
  });

  it('that were all seen of an execution that is over say: do not come again', async () => {
    stored = [change(1, 'archived')];
    const { answer } = await listen((await serve('archived')) + EVENTS, { ...STREAM, 'last-event-id': '1' });
    expect(answer.status).toBe(204);
  });

  it('are not read again for wake-ups of other executions', async () => {
    stored = [change(1, 'submitted')];
    const { next } = await listen((await serve()) + EVENTS);
    await next();
    await until(() => wakes.listeners('events') > 0 && reads >= 2);
    const before = reads;
    for (let time = 0; time < 20; time += 1) wakes.tell({ topic: 'events', executionId: TEAM });
    wakes.tell({ topic: 'logs', executionId: EXECUTION });
    stored = [...stored, change(2, 'queued')];
    wakes.tell({ topic: 'events' }); // something may have been missed
    expect((await next())?.split('\n')[0]).toBe('id: 2');
    expect(reads - before).toBeLessThanOrEqual(2);
  });

  it('leave nothing behind when the client goes away', async () => {
    stored = [change(1, 'submitted')];
    const { next, stop } = await listen((await serve()) + EVENTS);
    await next();
    await until(() => wakes.listeners('events') > 0);
    stop();
    await until(() => wakes.listeners('events') === 0);
  });

  it('do not hold up the end of the server', async () => {
    stored = [change(1, 'submitted')];
    const { next } = await listen((await serve()) + EVENTS);
    await next();
    const began = performance.now();
    await app.close();
    expect(performance.now() - began).toBeLessThan(3000);
    expect(await next()).toBeNull();
  });

  it('go on for longer than a request may take to send its body', async () => {
    stored = [change(1, 'submitted')];
    const { next } = await listen((await serve('running', { bodySeconds: 0.1 })) + EVENTS);
    await next();
    await new Promise((resolve) => setTimeout(resolve, 400));
    stored = [...stored, change(2, 'queued')];
    wakes.tell({ topic: 'events', executionId: EXECUTION });
    expect((await next())?.split('\n')[0]).toBe('id: 2');
  });

  it('wait in the store, not in memory, for a client that does not read', async () => {
    const filler = 'x'.repeat(20_000);
    stored = Array.from({ length: 100_000 }, (_, index) => event(index + 1, 'unit-started', { filler }));
    const { port } = new URL(await serve());
    const accepted = once(app.server, 'connection') as Promise<[Socket]>;
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `GET ${EVENTS} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer gnt_read\r\naccept: text/event-stream\r\n\r\n`,
    );
    const [served] = await accepted;
    await until(() => served.writableNeedDrain);
    const before = reads;
    for (let turn = 0; turn < 200; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      wakes.tell({ topic: 'events', executionId: EXECUTION });
    }
    expect(reads).toBeLessThanOrEqual(before + 2);
    expect(before).toBeLessThan(30);
    socket.destroy();
    await until(() => wakes.listeners('events') === 0);
  });
});

describe('who may listen no longer', () => {
  // No timer runs out in these: what ends a stream is not the look of every few seconds.
  const serveTimeless = () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    return serve();
  };

  it('is told nothing that came after, though nobody has said that they lost the right', async () => {
    stored = [change(1, 'submitted')];
    const { next } = await listen((await serveTimeless()) + EVENTS);
    expect(await next()).toContain('id: 1');
    await until(() => wakes.listeners('events') > 0);
    letIn = false;
    stored = [...stored, change(2, 'queued')];
    wakes.tell({ topic: 'events', executionId: EXECUTION });
    expect(await next()).toBeNull();
  });

  it('is put out as soon as somebody says so, though nothing happens that they could be told', async () => {
    stored = [];
    const address = await serveTimeless();
    const streams = [await listen(address + EVENTS), await listen(`${address}/api/v1/events`)];
    await until(() => wakes.listeners('events') > 0 && wakes.listeners('positions') > 0);
    wakes.tell({ topic: 'access' });
    letIn = false;
    wakes.tell({ topic: 'access' });
    expect(await Promise.all(streams.map(({ next }) => next()))).toEqual([null, null]);
  });
});

describe('the events of the team', () => {
  it('begin now, or where the client was', async () => {
    stored = [change(1, 'running')];
    const address = `${await serve()}/api/v1/events`;
    const resumed = await listen(address, { ...STREAM, 'last-event-id': '100' });
    expect((await resumed.next())?.split('\n')[0]).toBe('id: 101');
    stored = [];
    const fresh = await listen(address);
    await until(() => wakes.listeners('positions') >= 2);
    stored = [change(7, 'queued')];
    wakes.tell({ topic: 'positions' });
    expect((await fresh.next())?.split('\n')[0]).toBe('id: 107');
  });

  it('come as a stream only', async () => {
    await serve();
    const answer = await app.inject({
      url: '/api/v1/events',
      headers: { authorization: 'Bearer gnt_read', accept: 'application/json' },
    });
    expect(answer.statusCode).toBe(406);
  });
});
