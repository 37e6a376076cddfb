/** Servers of one installation whose queue is kept in a Redis, as ports over one database. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createInTransaction, type Database } from '../adapters/postgres/database.ts';
import { createPostgresExecutionQueue } from '../adapters/postgres/execution-queue.ts';
import { createPostgresExecutionStore } from '../adapters/postgres/execution-store.ts';
import { installationId } from '../adapters/postgres/housekeeping.ts';
import { openRedisQueue } from '../adapters/redis/open-redis-queue.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Around, createStage, type Stage } from './execution-stage.ts';
import type { RedisServer } from './redis-server.ts';
import { silentLog } from './silent-log.ts';

export type KeptQueue = ReturnType<typeof openRedisQueue>;

/** What one server binds. */
export async function openKeptQueue(
  server: RedisServer,
  { database, clock }: { database: Database; clock: Clock },
  leaseMs?: number,
): Promise<KeptQueue> {
  const id = await installationId(database);
  const order = { address: server.address, installationId: id, clock, log: silentLog };
  return openRedisQueue(leaseMs === undefined ? order : { ...order, leaseMs }, {
    inTransaction: createInTransaction(database),
    executions: createPostgresExecutionStore(database),
    queue: createPostgresExecutionQueue(database),
  });
}

export type KeptStage = {
  stage: Stage;
  kept: KeptQueue;
  /** The name of a key of this installation; `lines:local` is the line of servers' own hosts. */
  key(name: string): string;
  /** Until Redis has the order. */
  filled(): Promise<void>;
  /** Redis begins anew. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

export async function createKeptStage(server: RedisServer, leaseMs?: number): Promise<KeptStage> {
  const opened: KeptQueue[] = [];
  const around: Around = async (_, place) => {
    // Databases of tests are copies of one, with its id.
    await place.database.updateTable('installation').set({ installation_id: randomUUID() }).execute();
    const kept = await openKeptQueue(server, place, leaseMs);
    opened.push(kept);
    return kept;
  };
  const stage = await createStage({ around, podAbility: { runs: 'pods' } });
  const [kept] = opened;
  if (kept === undefined) throw new Error('the stage bound no queue');
  const id = await installationId(stage.database);
  const key = (name: string) => `{gauntlet:${id}}:${name}`;
  const filled = async () => {
    for (const deadline = Date.now() + 15_000; Date.now() < deadline; await pause(20)) {
      await kept.queueKeeper.mend();
      const whole = await server.client.exists(key('whole')).catch(() => 0);
      if (whole === 1 && kept.queueKeeper.health().ok) return;
    }
    throw new Error('Redis did not get the order of the queue');
  };
  await filled();
  return {
    stage,
    kept,
    key,
    filled,
    reset: async () => {
      await server.client.flushall();
      await filled();
    },
    close: async () => {
      await kept.queueKeeper.close();
      await stage.close();
    },
  };
}
