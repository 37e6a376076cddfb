/** The queue in the order of a real Redis, and what holds when that is emptied, wrong, away or slow. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExecutionId, TestDefinition } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../../../../../scripts/setup.mjs';
import { cancelExecution, moveExecution, submitTest } from '../../executions/index.ts';
import { addEnvironments } from '../../testing/cluster-places.ts';
import { executionQueueContract } from '../../testing/execution-queue.contract.ts';
import { clearQueue, DEFINITION } from '../../testing/execution-stage.ts';
import { createKeptStage, type KeptStage, openKeptQueue } from '../../testing/redis-queue-stage.ts';
import { isMissing, type RedisServer, startRedisServer } from '../../testing/redis-server.ts';
import { silentLog } from '../../testing/silent-log.ts';
import { createInTransaction } from '../postgres/database.ts';
import { createPostgresExecutionQueue } from '../postgres/execution-queue.ts';
import { createPostgresExecutionStore } from '../postgres/execution-store.ts';
import { installationId } from '../postgres/housekeeping.ts';
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
  const inRedis = () => server.client.zrange(scene.key('lines:local'), '0', '-1');
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
    await server.client.zadd(scene.key('lines:local'), -1, second);
    expect(await scene.stage.queue.positionOf(second, scene.stage.clock.now())).toBe(1);
    expect(await scene.stage.queue.positionOf(first, scene.stage.clock.now())).toBe(2);
  });

  it('after FLUSHALL the order is that of PostgreSQL at once, and Redis has all of it after one look', async () => {
    const ids = [await submitted(10), await submitted(90), await submitted(50)];
    await server.client.flushall();
    const late = await submitted(5); // put into an empty Redis, behind the others nevertheless
    expect(await scene.stage.queue.positionOf(late, scene.stage.clock.now())).toBe(4);
    expect(await next()).toBe(ids[1]);
    await scene.kept.queueKeeper.mend();
    expect(await inRedis()).toEqual([ids[1], ids[2], ids[0], late]);
  });

  it('what Redis invents is never given, and is dropped at the next look; what it has lost is put back', async () => {
    const [first, second] = [await submitted(), await submitted()];
    await scene.stage.schedule();
    await server.client.zadd(scene.key('lines:local'), 1, first, 2, crypto.randomUUID());
    await server.client.zrem(scene.key('lines:local'), second);
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

  it('what is taken is leased while its transaction is open, and what is only looked at is not', async () => {
    const first = await submitted();
    const leased = () => server.client.zrange(scene.key('leased'), '0', '-1');
    const take = async (then: () => void) =>
      scene.stage.inTransaction(async (tx) => {
        const found = await scene.stage.queue.next(tx, scene.stage.clock.now(), 'here');
        if (!found) throw new Error('nothing is there');
        expect(await leased()).toEqual([]);
        await moveExecution(scene.stage, tx, found, 'resources-available');
        expect(await leased()).toEqual([first]);
        then();
      });
    const stumble = () => {
      throw new Error('the server stumbles');
    };
    await expect(take(stumble)).rejects.toThrow('the server stumbles');
    expect(await leased()).toEqual([]);
    await take(() => undefined);
    expect([await leased(), await inRedis()]).toEqual([[], []]);
  });

  it('lines of environments are lost and filled as that of the hosts is, and each is mended by itself', async () => {
    const { staging, other } = await addEnvironments(scene.stage, ['staging', 'other']);
    const submittedTo = async (environmentName: string, priority: number) => {
      const result = await scene.stage.submit({ environmentName, priority });
      if (!result.ok) throw new Error(result.error.message);
      return result.value.executionId;
    };
    const line = (of: string) => server.client.zrange(scene.key(`lines:${of}`), '0', '-1');
    const [low, high] = [await submittedTo('staging', 10), await submittedTo('staging', 90)];
    const elsewhere = await submittedTo('other', 50);
    const here = await submitted();
    expect([await line(staging), await line(other), await line('local')]).toEqual([
      [high, low],
      [elsewhere],
      [here],
    ]);
    await server.client.flushall();
    expect(await scene.stage.queue.positionOf(low, scene.stage.clock.now())).toBe(2);
    await scene.kept.queueKeeper.mend();
    await server.client.zrem(scene.key(`lines:${staging}`), high);
    await server.client.zadd(scene.key(`lines:${other}`), 1, crypto.randomUUID());
    await scene.kept.queueKeeper.mend();
    expect([await line(staging), await line(other), await line('local')]).toEqual([
      [high, low],
      [elsewhere],
      [here],
    ]);
    await cancelExecution(scene.stage, { actor: scene.stage.actor, executionId: elsewhere });
    await scene.kept.queueKeeper.mend();
    expect((await server.client.smembers(scene.key('lines'))).toSorted()).toEqual(
      [staging, 'local'].toSorted(),
    );
  });

  it('a transaction that has ended well has ended well, also where its place cannot be asked for any more', async () => {
    const truth = createPostgresExecutionQueue(scene.stage.database);
    const placesOf = () => Promise.reject(new Error('PostgreSQL is away'));
    const id = await installationId(scene.stage.database);
    const order = { address: server.address, installationId: id, clock: scene.stage.clock, log: silentLog };
    const other = openRedisQueue(order, {
      inTransaction: createInTransaction(scene.stage.database),
      executions: createPostgresExecutionStore(scene.stage.database),
      queue: { ...truth, placesOf },
    });
    let looks = 0;
    other.queueKeeper.onDoubt(() => {
      looks += 1;
    });
    await expect.poll(() => other.queueKeeper.health().ok).toBe(true);
    const before = looks;
    const result = await submitTest(
      { ...scene.stage, ...other },
      {
        actor: scene.stage.actor,
        request: { kind: 'definition', body: TestDefinition.parse(DEFINITION) },
        idempotencyKey: null,
      },
    );
    expect(result.ok).toBe(true);
    expect(looks).toBeGreaterThan(before);
    await other.queueKeeper.close();
  });

  it('several installations in one Redis do not see each other', async () => {
    const other = await createKeptStage(server);
    const mine = await submitted();
    expect(await other.stage.schedule()).toEqual({ outcome: 'empty' });
    expect(await other.stage.queue.positionOf(mine, scene.stage.clock.now())).toBeNull();
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
    expect(await second.queue.positionOf(low, scene.stage.clock.now())).toBe(2);
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

  it('a server that only takes submissions finds positions in Redis too', async () => {
    const [first, second] = [await submitted(), await submitted()];
    const other = await openKeptQueue(server, scene.stage); // and nobody calls its keeper
    await expect.poll(() => other.queueKeeper.health().ok).toBe(true);
    await server.client.zadd(scene.key('lines:local'), -1, second);
    expect(await other.queue.positionOf(second, scene.stage.clock.now())).toBe(1);
    expect(await other.queue.positionOf(first, scene.stage.clock.now())).toBe(2);
    await other.queueKeeper.close();
  });

  it('a user with the rights that docs/operating.md names may do all that is asked of Redis', async () => {
    const docs = await readFile(join(ROOT, 'docs', 'operating.md'), 'utf8');
    const [, rights = ''] = /`ACL SETUSER gauntlet on >PASSWORD ([^`]+)`/.exec(docs) ?? [];
    await server.client.call('ACL', 'SETUSER', 'gauntlet', 'on', '>of-the-docs', ...rights.split(' '));
    const address = { ...server.address, username: 'gauntlet', password: 'of-the-docs' };
    const limited = await createKeptStage({ ...server, address });
    const submit = () => limited.stage.submit({ resources: { cpu: '100m' } });
    const [first, second] = [await submit(), await submit()];
    if (!first.ok || !second.ok) throw new Error('not submitted');
    await limited.kept.queueKeeper.mend();
    const inLine = () => server.client.zrange(limited.key('lines:local'), '0', '-1');
    expect(await inLine()).toEqual([first.value.executionId, second.value.executionId]);
    expect(await limited.stage.queue.positionOf(second.value.executionId, limited.stage.clock.now())).toBe(2);
    await limited.stage.schedule();
    expect(await inLine()).toEqual([second.value.executionId]);
    await cancelExecution(limited.stage, {
      actor: limited.stage.actor,
      executionId: second.value.executionId,
    });
    await limited.kept.queueKeeper.mend();
    expect(await server.client.smembers(limited.key('lines'))).toEqual([]);
    // ioredis would have said NOPERM, and the link that Redis is away.
    expect(limited.kept.queueKeeper.health()).toMatchObject({ ok: true });
    const denied = (await server.client.call('ACL', 'LOG')) as unknown[];
    expect(denied).toEqual([]);
    await limited.close();
  });

  it('a Redis that is gone is told; submissions, positions and scheduling go on, and it is filled when it is back', async () => {
    const first = await submitted(10);
    await server.stop();
    await expect.poll(() => scene.kept.queueKeeper.health().ok).toBe(false);
    const second = await submitted(90);
    expect(await scene.stage.queue.positionOf(first, scene.stage.clock.now())).toBe(2);
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
    expect(await inRedis()).toEqual([first, second]);
    expect(await next()).toBe(third);
    expect(await scene.stage.queue.positionOf(second, scene.stage.clock.now())).toBe(2);
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
    expect(await wrong.queue.positionOf(first, scene.stage.clock.now())).toBe(1);
    expect(wrong.queueKeeper.health().ok).toBe(false);
    expect(lines.join()).not.toContain('not-the-password');
    await wrong.queueKeeper.close();
  });
});
