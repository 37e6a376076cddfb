/** 200 executions, two servers, and a Redis that is emptied and restarted at random moments all the while. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionId } from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scheduleNext } from '../../executions/index.ts';
import { COUNTS } from '../../testing/execution-stage.ts';
import {
  createKeptStage,
  type KeptQueue,
  type KeptStage,
  openKeptQueue,
} from '../../testing/redis-queue-stage.ts';
import { isMissing, type RedisServer, startRedisServer } from '../../testing/redis-server.ts';

const EXECUTIONS = 200;
const SEED = Number(process.env.GAUNTLET_SEED ?? Date.now() % 2 ** 31);

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

describe.skipIf(isMissing('redis'))('Redis is lost again and again', () => {
  let server: RedisServer;
  let scene: KeptStage;
  let second: KeptQueue;
  beforeAll(async () => {
    server = await startRedisServer();
    scene = await createKeptStage(server);
    second = await openKeptQueue(server, scene.stage);
  });
  afterAll(async () => {
    await second?.queueKeeper.close();
    await scene?.close();
    await server?.close();
  });

  /** Does it again and again until it is told to end, or fails. */
  const begin = (work: () => Promise<unknown>) => {
    const loop = { state: 'goes-on' as 'goes-on' | 'over' | 'failed', end: async () => undefined as unknown };
    const done = (async () => {
      while (loop.state === 'goes-on') await work();
    })();
    done.catch(() => {
      loop.state = 'failed';
    });
    loop.end = () => {
      if (loop.state === 'goes-on') loop.state = 'over';
      return done;
    };
    return loop;
  };

  const until = async (isDone: () => boolean, loops: readonly { state: string }[]) => {
    while (!isDone() && loops.every(({ state }) => state === 'goes-on')) await pause(20);
  };

  const spoil = async (random: (below: number) => number, seen: Record<'emptied' | 'restarted', number>) => {
    await pause(random(150));
    if (random(3) > 0) {
      await server.client.flushall();
      seen.emptied += 1;
      return;
    }
    if (random(2) === 0) await server.client.save(); // it comes back with what was true now
    await pause(random(100));
    await server.stop();
    await pause(random(100));
    await server.start();
    seen.restarted += 1;
  };

  const submitAll = async (random: (below: number) => number): Promise<ExecutionId[]> => {
    const ids: ExecutionId[] = [];
    for (let count = 0; count < EXECUTIONS; count += 1) {
      const answer = await scene.stage.submit({ priority: random(5) * 25, resources: { cpu: '500m' } });
      if (!answer.ok) throw new Error(answer.error.message);
      ids.push(answer.value.executionId);
    }
    return ids;
  };

  const run = async (executionId: ExecutionId) => {
    await scene.stage.launch();
    const [group] = await scene.stage.groupsOf(executionId);
    if (!group) throw new Error(`${executionId} has no group`);
    const agent = scene.stage.play(group);
    await agent.hello();
    await agent.plan(['one']);
    const { units } = await agent.claim();
    for (const { unitId } of units) await agent.report(unitId);
    await agent.finish(units.length, COUNTS);
  };

  /** Without a quota in its way. */
  const lift = (limit: number) =>
    scene.stage.database
      .insertInto('team_quotas')
      .values({
        quota_id: crypto.randomUUID(),
        team_id: scene.stage.actor.teamId,
        resource_type: 'concurrent_executions',
        limit_value: limit,
      })
      .execute();

  it('nothing is lost, nothing is started twice, and Redis has the order again in the end', async () => {
    await lift(10 * EXECUTIONS);
    const random = randomOf(SEED);
    const seen = { emptied: 0, restarted: 0 };
    const started: ExecutionId[] = [];
    const servers = [scene.kept, second];
    const loops = [
      begin(() => spoil(random, seen)),
      begin(() => scene.stage.showNode().then(() => pause(1000))),
      ...servers.map(({ queueKeeper }) => begin(() => queueKeeper.mend().then(() => pause(20)))),
      ...servers.map((ports) =>
        begin(async () => {
          const taken = await scheduleNext({ ...scene.stage, ...ports });
          if (taken.outcome !== 'scheduled') return pause(10);
          started.push(taken.execution.executionId);
          await run(taken.execution.executionId);
        }),
      ),
    ];
    const what = `seed ${SEED}`;
    const ids: ExecutionId[] = [];
    try {
      ids.push(...(await submitAll(randomOf(SEED + 1))));
      await until(() => started.length >= EXECUTIONS, loops);
    } finally {
      await Promise.all(loops.map((loop) => loop.end()));
    }
    expect(started.toSorted(), what).toEqual(ids.toSorted());
    for (const executionId of ids) {
      const facts = await scene.stage.events.readStream(`execution-${executionId}`, 0, 1000);
      const arrows = facts.flatMap(({ type, data }) =>
        type === 'status-changed' ? [(data as { to: string }).to] : [],
      );
      expect(arrows.filter((to) => to === 'scheduled').length, what).toBe(1);
      expect(await scene.stage.executions.find(executionId), what).toMatchObject({
        attempt: 0,
        status: 'cleanup',
      });
      expect(await scene.stage.groupsOf(executionId), what).toHaveLength(1);
    }
    expect(Math.min(seen.emptied, seen.restarted), `${what}: ${JSON.stringify(seen)}`).toBeGreaterThan(2);
    await scene.filled();
    expect(await server.client.zcard(scene.key('lines:local'))).toBe(0);
  }, 600_000);
});
