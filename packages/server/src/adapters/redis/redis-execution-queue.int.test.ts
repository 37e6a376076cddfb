/** The queue in the order of a real Redis, and what holds when that is emptied, wrong, away or slow. */
import type { ExecutionId } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelExecution } from '../../executions/index.ts';
import { executionQueueContract } from '../../testing/execution-queue.contract.ts';
import { clearQueue } from '../../testing/execution-stage.ts';
import { createKeptStage, type KeptStage, openKeptQueue } from '../../testing/redis-queue-stage.ts';
import { isMissing, type RedisServer, startRedisServer } from '../../testing/redis-server.ts';
import { createPostgresExecutionQueue } from '../postgres/execution-queue.ts';
import { openRedisQueue } from './open-redis-queue.ts';

for (const flavour of ['redis', 'valkey'] as const)
  describe.skipIf(isMissing(flavour))(`over ${flavour}`, () => {
    executionQueueContract(flavour, async () => {
      const server = await startRedisServer(flavour);
      const { stage, reset, close } = await createKeptStage(server);
      return { stage, reset, close: () => close().then(server.close) };
    });
  });

describe.skipIf(isMissing('redis'))('a queue whose order Redis keeps', () => {
  let server: RedisServer;
  let scene: KeptStage;
  const LEASE_MS = 400;
  beforeAll(async () => {
    server = await startRedisServer();
    scene = await createKeptStage(server, LEASE_MS);
  });
  afterAll(async () => {
    await scene?.close();
    await server?.close();
  });
  beforeEach(async () => {
    await clearQueue(scene.stage);
    await scene.reset();
  });

  const submitted = async (priority = 50): Promise<ExecutionId> => {
    const result = await scene.stage.submit({ priority, resources: { cpu: '100m' } });
    if (!result.ok) throw new Error(result.error.message);
    return result.value.executionId;
  };
  const inRedis = () => server.client.zrange(scene.key('waiting'), '0', '-1');
  const next = () =>
    scene.stage.inTransaction(
      async (tx) => (await scene.stage.queue.next(tx, scene.stage.clock.now(), 'here'))?.executionId ?? null,
    );

  it('Redis has what waits, in order, as soon as it is submitted, and loses what is scheduled or cancelled', async () => {
    const [low, high, other] = [await submitted(10), await submitted(90), await submitted(10)];
    expect(await inRedis()).toEqual([high, low, other]);
    await scene.stage.schedule();
    expect(await inRedis()).toEqual([low, other]);
    await cancelExecution(scene.stage, { actor: scene.stage.actor, executionId: low });
    expect(await inRedis()).toEqual([other]);
    expect(await server.client.zcard(scene.key('leased'))).toBe(0);
  });

  it('is read from Redis: positions and what is next are those of the copy while it is whole', async () => {
    const [first, second] = [await submitted(), await submitted()];
    await server.client.zadd(scene.key('waiting'), -1, second);
    expect(await scene.stage.queue.positionOf(second)).toBe(1);
    expect(await scene.stage.queue.positionOf(first)).toBe(2);
  });

  it('after FLUSHALL the order is that of PostgreSQL at once, and Redis has all of it after one look', async () => {
    const ids = [await submitted(10), await submitted(90), await submitted(50)];
    await server.client.flushall();
    const late = await submitted(5); // put into an empty Redis, behind the others nevertheless
    expect(await scene.stage.queue.positionOf(late)).toBe(4);
    expect(await next()).toBe(ids[1]);
    await scene.kept.queueKeeper.mend();
    expect(await inRedis()).toEqual([ids[1], ids[2], ids[0], late]);
  });

  it('what Redis invents is never given, and is dropped at the next look; what it has lost is put back', async () => {
    const [first, second] = [await submitted(), await submitted()];
    await scene.stage.schedule();
    await server.client.zadd(scene.key('waiting'), 1, first, 2, crypto.randomUUID());
    await server.client.zrem(scene.key('waiting'), second);
    expect(await next()).toBe(second);
    await scene.kept.queueKeeper.mend();
    expect(await inRedis()).toEqual([second]);
  });

  it('what a dead server was about to start is looked over until its lease ends, and then the next again', async () => {
    const [first, second] = [await submitted(), await submitted()];
    await server.client.zadd(scene.key('leased'), Date.now() + LEASE_MS, first);
    expect(await next()).toBe(second);
    await expect.poll(next).toBe(first);
    expect(await server.client.zcard(scene.key('leased'))).toBe(0);
  });

  it('what is taken is leased while its transaction is open', async () => {
    const first = await submitted();
    await scene.stage.inTransaction(async (tx) => {
      await scene.stage.queue.next(tx, scene.stage.clock.now(), 'here');
      expect(await server.client.zrange(scene.key('leased'), '0', '-1')).toEqual([first]);
    });
    expect(await server.client.zcard(scene.key('leased'))).toBe(0);
  });

  it('several installations in one Redis do not see each other', async () => {
    const other = await createKeptStage(server);
    const mine = await submitted();
    expect(await other.stage.schedule()).toEqual({ outcome: 'empty' });
    expect(await other.stage.queue.positionOf(mine)).toBeNull();
    await other.close();
  });

  it('a second server of the installation continues the order of the first, which stays in use', async () => {
    const [low, high] = [await submitted(10), await submitted(90)];
    const second = await openKeptQueue(server, scene.stage);
    await expect.poll(() => second.queueKeeper.health().ok).toBe(true);
    await second.queueKeeper.mend();
    expect(await server.client.exists(scene.key('whole'))).toBe(1);
    const found = await second.inTransaction((tx) => second.queue.next(tx, scene.stage.clock.now(), 'here'));
    expect(found?.executionId).toBe(high);
    expect(await second.queue.positionOf(low)).toBe(2);
    await second.queueKeeper.close();
  });

  it('while one server puts everything there, no other begins; when it dies, its mark passes', async () => {
    await submitted();
    await server.client.del(scene.key('whole'));
    await server.client.set(scene.key('filling'), 'another server', 'EX', 30);
    await scene.kept.queueKeeper.mend();
    expect(await server.client.exists(scene.key('whole'))).toBe(0);
    expect(await server.client.ttl(scene.key('filling'))).toBeGreaterThan(0);
    await server.client.del(scene.key('filling'));
    await scene.kept.queueKeeper.mend();
    expect(await server.client.exists(scene.key('whole'))).toBe(1);
  });

  it('a Redis that is gone is told; submissions, positions and scheduling go on, and it is filled when it is back', async () => {
    const first = await submitted(10);
    await server.stop();
    await expect.poll(() => scene.kept.queueKeeper.health().ok).toBe(false);
    const second = await submitted(90);
    expect(await scene.stage.queue.positionOf(first)).toBe(2);
    expect(await next()).toBe(second);
    expect(await scene.stage.schedule()).toMatchObject({ execution: { executionId: second } });
    await server.start();
    await scene.filled();
    expect(await inRedis()).toEqual([first]);
  });

  it('a Redis that comes back with what it once saved is set right before it is used', async () => {
    const [first, second] = [await submitted(), await submitted()];
    await server.client.save();
    await scene.stage.schedule();
    const third = await submitted(90);
    await server.stop();
    await expect.poll(() => scene.kept.queueKeeper.health().ok).toBe(false);
    await server.start();
    await expect.poll(() => scene.kept.queueKeeper.health().ok).toBe(true);
    await scene.kept.queueKeeper.mend();
    expect(await inRedis()).toEqual([third, second]);
    expect(await scene.stage.executions.find(first)).toMatchObject({ status: 'scheduled' });
  });

  it('a Redis that does not answer holds nobody up for long, and then nobody at all until it is tried again', async () => {
    const first = await submitted();
    server.freeze();
    try {
      expect(await next()).toBe(first);
      expect(scene.kept.queueKeeper.health()).toMatchObject({ ok: false });
      const second = await submitted(90);
      expect(await next()).toBe(second);
    } finally {
      server.thaw();
    }
    await scene.filled();
    expect(await inRedis()).toHaveLength(2);
  });

  it('a wrong password is one that is away, and does not come into the log', async () => {
    const lines: string[] = [];
    const keep = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
    const log = { debug: keep, info: keep, warn: keep, error: keep };
    const address = { ...server.address, password: 'not-the-password' };
    const about = { address, installationId: 'x', clock: scene.stage.clock, log };
    const wrong = openRedisQueue(about, {
      ...scene.stage,
      queue: createPostgresExecutionQueue(scene.stage.database),
    });
    await expect.poll(() => lines.join()).toContain('Redis is away');
    const first = await submitted();
    expect(await wrong.queue.positionOf(first)).toBe(1);
    expect(wrong.queueKeeper.health().ok).toBe(false);
    expect(lines.join()).not.toContain('not-the-password');
    await wrong.queueKeeper.close();
  });
});
