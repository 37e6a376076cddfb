import type { EnvironmentId } from '@gauntlet/contract';
import { expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createFakePods } from '../testing/fake-pods.ts';
import { silentLog } from '../testing/silent-log.ts';
import { createClustersLoop } from './clusters.ts';

const [SLOW, QUICK] = ['slow', 'quick'] as [EnvironmentId, EnvironmentId];

/** Of environments with nothing to do: each round begins with a look. */
function clusters() {
  const looks: string[] = [];
  const { promise: answer, resolve: letGo } = Promise.withResolvers<void>();
  const { promise: quickLooked, resolve: looked } = Promise.withResolvers<void>();
  const pods = createFakePods();
  const look = async (environmentId: EnvironmentId) => {
    looks.push(environmentId);
    if (environmentId === SLOW) await answer;
    if (looks.filter((one) => one === QUICK).length === 2) looked();
    return { ok: true, value: [] } as const;
  };
  const environments = [SLOW, QUICK];
  const deps = {
    clock: createFakeClock(),
    log: silentLog,
    wakes: { on: () => () => undefined },
    agentLimits: { heartbeatSeconds: 30, graceSeconds: 10 },
    pods: { ...pods, look },
    podGroups: {
      listEnvironments: async () => environments,
      listAlive: async () => [],
      lockCluster: async () => undefined,
      claimForLaunch: async () => [],
    },
    queue: { nextIn: async () => null },
    inTransaction: (work: (tx: never) => unknown) => work(undefined as never),
  };
  return {
    loop: createClustersLoop(deps as unknown as Parameters<typeof createClustersLoop>[0]),
    ...{ looks, letGo, quickLooked, environments, change: pods.change, left: pods.left },
  };
}

it('one cluster that does not answer holds up no other, and is asked once at a time', async () => {
  const { loop, looks, letGo, quickLooked, change } = clusters();
  loop.start();
  await expect.poll(() => looks.includes(QUICK)).toBe(true);
  change(QUICK);
  change(SLOW);
  await quickLooked;
  expect(looks.filter((one) => one === SLOW)).toHaveLength(1);
  letGo();
  await loop.stop();
});

it('an environment that was removed while its cluster does not answer holds up no other', async () => {
  const { loop, looks, letGo, quickLooked, environments } = clusters();
  loop.start();
  await expect.poll(() => [SLOW, QUICK].every((one) => looks.includes(one))).toBe(true);
  environments.splice(environments.indexOf(SLOW), 1);
  loop.wake();
  await quickLooked;
  letGo();
  await loop.stop();
});

it('an environment that has nothing to do any more is left, after its last round, and until it has again', async () => {
  const { loop, looks, letGo, environments, left } = clusters();
  loop.start();
  await expect.poll(() => looks.includes(SLOW)).toBe(true);
  environments.splice(environments.indexOf(SLOW), 1);
  loop.wake();
  await expect.poll(() => looks.filter((one) => one === QUICK).length).toBeGreaterThan(1);
  expect(left).toEqual([]);
  letGo();
  await expect.poll(() => left).toEqual([SLOW]);
  const before = looks.filter((one) => one === SLOW).length;
  environments.push(SLOW);
  loop.wake();
  await expect.poll(() => looks.filter((one) => one === SLOW).length).toBeGreaterThan(before);
  await loop.stop();
  expect(left).toEqual([SLOW]);
});

it('stopping waits for the rounds under way', async () => {
  const { loop, looks, letGo } = clusters();
  loop.start();
  await expect.poll(() => looks.includes(SLOW)).toBe(true);
  let stopped = false;
  const stopping = loop.stop().then(() => {
    stopped = true;
  });
  await Promise.resolve();
  expect(stopped).toBe(false);
  letGo();
  await stopping;
});
