import { describe, expect, it } from 'vitest';
import type { Wake } from '../kernel/wake.ts';
import { createFakeWakes } from '../testing/fake-http-deps.ts';
import { createWakeWaiter } from './wake-waiter.ts';

const LONG_MS = 60_000;

const laterFalse = () => new Promise<boolean>((resolve) => setImmediate(() => resolve(false)));

describe('who waits for one execution', () => {
  const isWokenBy = async (wake: Wake) => {
    const wakes = createFakeWakes();
    const end = new AbortController();
    const waiting = createWakeWaiter(wakes, ['events'], 'mine', end.signal).wait(LONG_MS);
    wakes.tell(wake);
    const woken = await Promise.race([waiting.then(() => true), laterFalse()]);
    end.abort();
    return woken;
  };

  it('is woken by its events, and when some may have been missed', async () => {
    expect(await isWokenBy({ topic: 'events', executionId: 'mine' })).toBe(true);
    expect(await isWokenBy({ topic: 'events' })).toBe(true);
  });

  it('sleeps on at events of others, executions or not', async () => {
    expect(await isWokenBy({ topic: 'events', executionId: 'another' })).toBe(false);
    expect(await isWokenBy({ topic: 'events', streamId: 'audit-team' })).toBe(false);
  });
});
