import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFakeWakes } from '../testing/fake-http-deps.ts';
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
  const stream = pullEvents({ next, waiter, open });
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
