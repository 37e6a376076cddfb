import { ok, refuse } from '@gauntlet/core/kernel';
import { expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createReadinessCheck } from './readiness.ts';

function scene(probeMs?: number) {
  const seen = {
    probes: 0,
    store: 'there' as 'there' | 'full' | 'silent',
    redis: { ok: true, message: 'Redis keeps the order' },
  };
  const clock = createFakeClock();
  const check = createReadinessCheck(
    {
      clock,
      events: { lastPosition: async () => 1 },
      queueKeeper: { health: () => seen.redis },
      artifactStore: {
        probe: async () => {
          seen.probes += 1;
          if (seen.store === 'silent') await new Promise(() => undefined);
          return seen.store === 'full'
            ? refuse({ code: 'storage-full', message: 'The disk is full.' })
            : ok(null);
        },
      },
    },
    probeMs,
  );
  return { seen, clock, check };
}

it('the artifact store is asked once in two seconds, however many ask', async () => {
  const { seen, clock, check } = scene();
  await Promise.all([check(), check(), check()]);
  clock.moveBy(1.9);
  expect(await check()).toMatchObject({ ok: true });
  expect(seen.probes).toBe(1);
  clock.moveBy(0.1);
  await check();
  expect(seen.probes).toBe(2);
});

it('a disk that fills up is told within two seconds, and so is its recovery; requests are taken all the while', async () => {
  const { seen, clock, check } = scene();
  await check();
  seen.store = 'full';
  clock.moveBy(2);
  expect(await check()).toMatchObject({
    ok: true,
    checks: { database: { ok: true }, artifacts: { ok: false, message: 'The disk is full.' } },
  });
  seen.store = 'there';
  clock.moveBy(2);
  expect(await check()).toMatchObject({ ok: true, checks: { artifacts: { ok: true } } });
});

it('a store that does not answer does not keep the answer of the database', async () => {
  const { seen, check } = scene(5);
  seen.store = 'silent';
  expect(await check()).toMatchObject({
    ok: true,
    checks: { database: { ok: true }, artifacts: { ok: false, message: 'no answer within 0.005 s' } },
  });
});

it('without its database a server takes no requests', async () => {
  const check = createReadinessCheck({
    clock: createFakeClock(),
    events: { lastPosition: () => Promise.reject(new Error('the database is away')) },
    queueKeeper: null,
    artifactStore: { probe: async () => ok(null) },
  });
  expect(await check()).toMatchObject({
    ok: false,
    checks: { database: { ok: false, message: 'the database is away' } },
  });
});

it('a queue without its copy is told, and stops nobody', async () => {
  const { seen, check } = scene();
  seen.redis = { ok: false, message: 'Redis is away' };
  expect(await check()).toMatchObject({
    ok: true,
    checks: { queue: { ok: false, message: 'Redis is away' } },
  });
});
