/** BullMQ and pg-boss, used as their documentation shows: one job a call. */
import { Queue, Worker } from 'bullmq';
import { PgBoss } from 'pg-boss';
import type { RedisServer } from '../../packages/server/src/testing/redis-server.ts';
import { inTurns } from './in-turns.ts';

export type Side = {
  name: string;
  enqueue(jobs: number): Promise<void>;
  /** Until so many are finished. */
  drain(jobs: number): Promise<void>;
  close(): Promise<void>;
};

/** Those who enqueue, and those who claim and finish, at once. */
export const AT_ONCE = 10;

export async function openBullmq({ address }: RedisServer): Promise<Side> {
  const connection = { host: address.host, port: address.port, password: address.password };
  const queue = new Queue('bench', { connection });
  let finished: () => void = () => undefined;
  const worker = new Worker('bench', async () => null, { connection, concurrency: AT_ONCE, autorun: false });
  worker.on('completed', () => finished());
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
  await queue.pause();
  const running = worker.run();
  return {
    name: 'BullMQ',
    enqueue: (jobs) =>
      inTurns(jobs, AT_ONCE, async () => void (await queue.add('nothing', {}, { removeOnComplete: true }))),
    drain: async (jobs) => {
      await new Promise<void>((resolve, reject) => {
        let left = jobs;
        finished = () => {
          left -= 1;
          if (left === 0) resolve();
        };
        queue.resume().catch(reject);
      });
      await queue.pause();
    },
    close: async () => {
      await worker.close();
      await running;
      await queue.close();
    },
  };
}

const SCHEMA = 'bench_boss';

export async function openPgBoss(databaseUrl: string): Promise<Side> {
  const boss = new PgBoss({ connectionString: databaseUrl, schema: SCHEMA, max: AT_ONCE });
  boss.on('error', (cause) => process.stderr.write(`pg-boss: ${cause.message}\n`));
  await boss.start();
  await boss.createQueue('bench');
  return {
    name: 'pg-boss',
    enqueue: (jobs) => inTurns(jobs, AT_ONCE, async () => void (await boss.send('bench', {}))),
    drain: (jobs) =>
      inTurns(jobs, AT_ONCE, async () => {
        const [job] = await boss.fetch('bench', { batchSize: 1 });
        if (!job) throw new Error('pg-boss has no job left, and should have');
        await boss.complete('bench', job.id);
      }),
    close: async () => {
      await boss.stop({ graceful: false });
    },
  };
}
