import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Wake } from '../../kernel/wake.ts';
import { createStage, type Stage } from '../../testing/execution-stage.ts';
import { silentLog } from '../../testing/silent-log.ts';
import { createPostgresWakeListener } from './wake-listener.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());

it('who waits for positions hears of them when they are given, and of nothing when none were', async () => {
  const wakes = createPostgresWakeListener(stage.databaseUrl, silentLog);
  const heard: Wake[] = [];
  for (const topic of ['events', 'positions'] as const) wakes.on(topic, (wake) => heard.push(wake));
  await wakes.start();
  await stage.submit();
  expect(await stage.events.sequence(100)).toBeGreaterThan(0);
  await vi.waitFor(() => expect(heard.map(({ topic }) => topic)).toContain('positions'));
  expect(heard.map(({ topic }) => topic).lastIndexOf('events')).toBeLessThan(
    heard.findIndex(({ topic }) => topic === 'positions'),
  );
  expect(await stage.events.sequence(100)).toBe(0);
  await stage.submit();
  await vi.waitFor(() => expect(heard.at(-1)?.topic).toBe('events'));
  expect(heard.filter(({ topic }) => topic === 'positions')).toHaveLength(1);
  await wakes.stop();
});

it('a connection that cannot listen is not left open', async () => {
  const wakes = createPostgresWakeListener(stage.databaseUrl, silentLog, 'no channel');
  const open = async () =>
    (
      await stage.database
        .selectFrom('pg_stat_activity' as never)
        .select('pid' as never)
        .where('application_name' as never, '=', 'gauntlet wake-ups' as never)
        .where('query' as never, 'like', '%no channel%' as never)
        .execute()
    ).length;
  await expect(wakes.start()).rejects.toThrow();
  await vi.waitFor(async () => expect(await open()).toBe(0));
  await wakes.stop();
});
