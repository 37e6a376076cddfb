import { ok, refuse } from '@gauntlet/core/kernel';
import { expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createReadinessCheck } from './readiness.ts';

function scene() {
  const seen = { writes: 0, full: false, redis: { ok: true, message: 'Redis keeps the order' } };
  const clock = createFakeClock();
  const check = createReadinessCheck({
    clock,
    events: { lastPosition: async () => 1 },
    queueKeeper: { health: () => seen.redis },
    artifactStore: {
      put: async () => {
        seen.writes += 1;
        return seen.full
          ? refuse({ code: 'storage-full', message: 'The disk is full.' })
          : ok({ sizeBytes: 6, checksum: '' });
      },
    },
  });
  return { seen, clock, check };
}

it('the artifact store is written to once in two seconds, however many ask', async () => {
  const { seen, clock, check } = scene();
  await Promise.all([check(), check(), check()]);
  clock.moveBy(1.9);
  expect(await check()).toMatchObject({ ok: true });
  expect(seen.writes).toBe(1);
  clock.moveBy(0.1);
  await check();
  expect(seen.writes).toBe(2);
});

it('a disk that fills up is told within two seconds, and so is its recovery', async () => {
  const { seen, clock, check } = scene();
  await check();
  seen.full = true;
  clock.moveBy(2);
  expect(await check()).toMatchObject({
    ok: false,
    checks: { database: { ok: true }, artifacts: { ok: false, message: 'The disk is full.' } },
  });
  seen.full = false;
  clock.moveBy(2);
  expect(await check()).toMatchObject({ ok: true });
});

it('a queue without its copy is told, and stops nobody', async () => {
  const { seen, check } = scene();
  seen.redis = { ok: false, message: 'Redis is away' };
  expect(await check()).toMatchObject({
    ok: true,
    checks: { queue: { ok: false, message: 'Redis is away' } },
  });
});
