/** Servers whose queue is in a real Redis, which is emptied, restarted and away while they work. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  isMissing,
  type RedisServer,
  startRedisServer,
} from '../packages/server/src/testing/redis-server.ts';
import { commandSuite, note } from './testing/definitions.ts';
import { type Server, startServer } from './testing/server.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

const missing = isMissing('redis');
const EXECUTIONS = 30;

let world: World;
let redis: RedisServer;
let server: Server;
beforeAll(async () => {
  if (missing) return;
  redis = await startRedisServer();
  await redis.stop(); // the server starts without it
  world = await createWorld();
  const databaseUrl = (await world.createDatabase()).url;
  server = await startServer(world, { databaseUrl, environment: { REDIS_URL: redis.url } });
}, 300_000);
afterAll(async () => {
  await world?.end();
  await redis?.close();
});

const readiness = async () => {
  const { status, text } = await server.api.ask('GET', '/health/ready');
  return { status, queue: (JSON.parse(text) as { checks: Record<string, { ok: boolean }> }).checks.queue };
};

describe.skipIf(missing)('a server with REDIS_URL', () => {
  test('starts, runs and stays ready while Redis is away, and says so; then Redis has the order', async () => {
    expect(await readiness()).toMatchObject({ status: 200, queue: { ok: false } });
    expect(await server.api.run(commandSuite({ one: 'true' }))).toMatchObject({ verdict: 'passed' });
    await redis.start();
    await until('the server is connected', async () => (await readiness()).queue?.ok === true);
    await until(
      'Redis has the order',
      async () => (await redis.client.keys('{gauntlet:*}:whole')).length === 1,
    );
    expect(server.output()).toContain('Redis is away');
    expect(server.output()).not.toContain(redis.address.password);
  });

  test('runs each execution once, whatever becomes of Redis', async () => {
    const ids: string[] = [];
    const spoiled = (async () => {
      for (let round = 0; round < 6; round += 1) {
        await pause(300 + Math.random() * 700);
        await redis.client.flushall();
        await pause(Math.random() * 500);
        await redis.stop();
        await pause(Math.random() * 1000);
        await redis.start();
      }
    })();
    for (let count = 0; count < EXECUTIONS; count += 1)
      ids.push(await server.api.submit(commandSuite({ one: note('ran', `number-${count}`) })));
    for (const executionId of ids)
      expect(await server.api.archived(executionId)).toMatchObject({ verdict: 'passed', attempt: 0 });
    await spoiled;
    const lines = (await readFile(join(world.state, 'ran'), 'utf8')).trim().split('\n');
    expect(lines.toSorted()).toEqual(ids.map((_, count) => `number-${count}`).toSorted());
  });
});
