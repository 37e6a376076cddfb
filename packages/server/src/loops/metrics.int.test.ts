import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createStage, type Stage } from '../testing/execution-stage.ts';
import { createFakeWakes } from '../testing/fake-http-deps.ts';
import { silentLog } from '../testing/silent-log.ts';
import { createMetricsLoop } from './metrics.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());

it('of two servers one counts each event, and either may tell how long an execution waited', async () => {
  const wakes = createFakeWakes();
  const seen = [0, 1].map(() => ({ statuses: [] as string[], waits: [] as number[] }));
  const loops = seen.map(({ statuses, waits }) =>
    createMetricsLoop({
      events: stage.events,
      wakes,
      log: silentLog,
      observeEvent: (event) => {
        if (event.type === 'status-changed') statuses.push(event.data.to);
      },
      observeQueueWait: (seconds) => waits.push(seconds),
    }),
  );
  const statuses = () => seen.flatMap((server) => server.statuses);
  const waits = () => seen.flatMap((server) => server.waits);
  const tell = async () => {
    await stage.events.sequence(1000);
    wakes.tell({ topic: 'positions' });
  };
  for (const loop of loops) loop.start();
  await vi.waitFor(async () =>
    expect(await stage.events.consume('metrics', 1, async () => undefined)).toBe(0),
  );
  const EXECUTIONS = 6;
  for (let count = 0; count < EXECUTIONS; count += 1) {
    await stage.submit();
    await tell();
    await stage.schedule();
    await tell();
  }
  const wanted = ['submitted', 'validating', 'queued', 'scheduled'].flatMap((status) =>
    Array.from({ length: EXECUTIONS }, () => status),
  );
  await vi.waitFor(
    async () => {
      await tell();
      expect(statuses().length).toBeGreaterThanOrEqual(wanted.length);
    },
    { timeout: 10_000 },
  );
  await Promise.all(loops.map((loop) => loop.stop()));
  expect(statuses().toSorted()).toEqual(wanted.toSorted());
  expect(waits()).toHaveLength(EXECUTIONS);
  for (const seconds of waits()) expect(seconds).toBeGreaterThanOrEqual(0);
});
