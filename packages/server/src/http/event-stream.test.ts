import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFakeWakes } from '../testing/fake-http-deps.ts';
import { silentLog } from '../testing/silent-log.ts';
import { pullEvents } from './event-stream.ts';
import { createWakeWaiter } from './wake-waiter.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a stream without events speaks every 15 to 20 seconds and looks every 5', async () => {
  const controller = new AbortController();
  let looks = 0;
  const next = async () => {
    looks += 1;
    return { messages: [], done: false };
  };
  const open = { signal: controller.signal, mayGoOn: async () => true };
  const waiter = createWakeWaiter(createFakeWakes(), ['events'], null, open.signal);
  const stream = pullEvents({ next, waiter, open, log: silentLog });
  expect((await stream.next()).value).toBe('retry: 2000\n\n');
  for (let time = 0; time < 3; time += 1) {
    const spoken = stream.next();
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await spoken).value).toBe(': still here\n\n');
  }
  expect(looks).toBeLessThanOrEqual(14);
  const end = stream.next();
  await vi.advanceTimersByTimeAsync(1);
  controller.abort();
  expect((await end).done).toBe(true);
});

it('a stream whose events cannot be read for a moment goes on in the same place, and says so in the log', async () => {
  const controller = new AbortController();
  const answers = [
    async () => ({ messages: ['one'], done: false }),
    async () => Promise.reject(new Error('the database is away')),
    async () => ({ messages: ['two'], done: true }),
  ];
  const next = () => (answers.shift() ?? (() => Promise.reject(new Error('read once too often'))))();
  // Who may read it cannot be said at the second batch's first look.
  const rights = [true, new Error('the database is away again'), true];
  const mayGoOn = async () => {
    const right = rights.shift();
    if (right instanceof Error) throw right;
    return right ?? false;
  };
  const open = { signal: controller.signal, mayGoOn };
  const waiter = createWakeWaiter(createFakeWakes(), ['events'], null, open.signal);
  const causes: unknown[] = [];
  const log = { warn: (fields: object) => void causes.push(fields) };
  const told: string[] = [];
  const reading = (async () => {
    for await (const text of pullEvents({ next, waiter, open, log })) told.push(text);
  })();
  await vi.advanceTimersByTimeAsync(10_001);
  await reading;
  expect(told).toEqual(['retry: 2000\n\n', 'one', 'two']);
  expect(causes).toEqual([
    { cause: 'Error: the database is away' },
    { cause: 'Error: the database is away again' },
  ]);
});

it('a wake-up between two waits ends the next one at once', async () => {
  const wakes = createFakeWakes();
  const { signal } = new AbortController();
  const waiter = createWakeWaiter(wakes, ['events'], null, signal);
  wakes.tell({ topic: 'events' });
  let ended = false;
  const wait = waiter.wait(5_000).then(() => {
    ended = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  expect(ended).toBe(true);
  await wait;
});
