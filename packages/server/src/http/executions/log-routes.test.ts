import { LogChunks } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { LogPage } from '../../executions/index.ts';
import {
  createFakeWakes,
  EXECUTION,
  type FakeWakes,
  fakeHttpDeps,
  TEAM,
} from '../../testing/fake-http-deps.ts';
import { createHttpServer } from '../server.ts';

const CHUNKS = `/api/v1/executions/${EXECUTION}/log-chunks`;
const headers = { authorization: 'Bearer gnt_read' };
const chunk = (text: string) =>
  ({ groupIndex: 0, attempt: 0, stream: 'output', offset: 0, text, at: '2026-01-01T00:00:00.000Z' }) as const;

let app: FastifyInstance;
let wakes: FakeWakes;
let page: LogPage;
let asked: unknown[][];
afterEach(() => app.close());

function serve(): void {
  wakes = createFakeWakes();
  asked = [];
  page = { chunks: [], cursor: 'c0', complete: false, more: false };
  app = createHttpServer(
    fakeHttpDeps({
      wakes,
      logs: {
        chunks: async (...given) => {
          asked.push(given);
          return given[0].teamId === TEAM ? ok(page) : null;
        },
        text: async () =>
          (async function* () {
            yield Buffer.from('one\n');
            yield Buffer.from([0xff, 0x00, 0x0a]);
          })(),
      },
    }),
  );
}
const until = async (holds: () => boolean) => {
  const deadline = performance.now() + 5000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('it never came about');
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe('pieces of the log', () => {
  it('are answered at once without waiting, with the cursor to go on by', async () => {
    serve();
    const answer = await app.inject({ url: `${CHUNKS}?group=2&stream=setup&cursor=abc`, headers });
    expect(LogChunks.parse(answer.json())).toEqual({ chunks: [], cursor: 'c0', complete: false });
    expect(asked).toEqual([
      [expect.objectContaining({ teamId: TEAM }), EXECUTION, { groupIndex: 2, stream: 'setup' }, 'abc'],
    ]);
  });

  it('that are not there yet are waited for until they are', async () => {
    serve();
    const answer = app.inject({ url: `${CHUNKS}?waitSeconds=30`, headers });
    await until(() => asked.length === 1 && wakes.listeners('logs') > 0);
    wakes.tell({ topic: 'logs', executionId: TEAM }); // of another execution
    page = { ...page, chunks: [chunk('hello')], cursor: 'c1' };
    wakes.tell({ topic: 'logs', executionId: EXECUTION });
    expect((await answer).json()).toMatchObject({ chunks: [{ text: 'hello' }], cursor: 'c1' });
    await until(() => wakes.listeners('logs') === 0);
  });

  it('are not waited for when nothing more will come, or more is there already', async () => {
    serve();
    page = { ...page, complete: true };
    expect((await app.inject({ url: `${CHUNKS}?waitSeconds=30`, headers })).json().complete).toBe(true);
    page = { ...page, complete: false, more: true };
    expect((await app.inject({ url: `${CHUNKS}?waitSeconds=30`, headers })).json().cursor).toBe('c0');
  });

  it('that do not come end the wait in time', async () => {
    serve();
    const answer = await app.inject({ url: `${CHUNKS}?waitSeconds=0.05`, headers });
    expect(answer.json().chunks).toEqual([]);
    expect(asked.length).toBeGreaterThanOrEqual(2);
  });

  it('waited for do not hold up the end of the server', async () => {
    serve();
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    const answer = fetch(`${address}${CHUNKS}?waitSeconds=30`, { headers });
    await until(() => asked.length === 1 && wakes.listeners('logs') > 0);
    const began = performance.now();
    await app.close();
    expect(performance.now() - began).toBeLessThan(3000);
    expect((await answer).status).toBe(200);
  });
});

it('the whole log is plain text as it was printed', async () => {
  serve();
  const answer = await app.inject({ url: `/api/v1/executions/${EXECUTION}/logs`, headers });
  expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  expect(answer.rawPayload).toEqual(Buffer.from([...Buffer.from('one\n'), 0xff, 0x00, 0x0a]));
});
