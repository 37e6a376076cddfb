/** The queue of executions, by the ports that the server binds: PostgreSQL alone, and with the order in Redis. */
import type { ExecutionId } from '@gauntlet/contract';
import { connectToPostgres } from '../../packages/server/src/adapters/postgres/connect.ts';
import { createDatabase, createInTransaction } from '../../packages/server/src/adapters/postgres/database.ts';
import { createPostgresExecutionQueue } from '../../packages/server/src/adapters/postgres/execution-queue.ts';
import { createPostgresExecutionStore } from '../../packages/server/src/adapters/postgres/execution-store.ts';
import { installationId } from '../../packages/server/src/adapters/postgres/housekeeping.ts';
import { registerNode } from '../../packages/server/src/adapters/postgres/node-inventory.ts';
import { openRedisQueue } from '../../packages/server/src/adapters/redis/open-redis-queue.ts';
import type { QueuePorts } from '../../packages/server/src/adapters/redis/redis-execution-queue.ts';
import type { Execution, NewExecution } from '../../packages/server/src/executions/index.ts';
import { systemClock } from '../../packages/server/src/kernel/clock.ts';
import { createIds } from '../../packages/server/src/kernel/ids.ts';
import type { RedisServer } from '../../packages/server/src/testing/redis-server.ts';
import { silentLog } from '../../packages/server/src/testing/silent-log.ts';
import type { Platform } from '../platform.ts';
import { waitFor } from '../wait-for.ts';
import { inTurns } from './in-turns.ts';
import { AT_ONCE, type Side } from './queue-theirs.ts';

type OurSide = Side & { positionOf(executionId: ExecutionId): Promise<number | null> };
export type ExecutionQueues = {
  sides: OurSide[];
  /** So many wait. @returns the last of them */
  makeLine(length: number): Promise<ExecutionId>;
  close(): Promise<void>;
};

const NODE = 'bench queue';
/** No real node has as much. */
const CPU_MILLIS = 100_000_000;
const HOUR_MS = 3_600_000;

const ids = createIds(systemClock);

export async function openExecutionQueues(platform: Platform, redis: RedisServer): Promise<ExecutionQueues> {
  const pool = await connectToPostgres({
    url: platform.databaseUrl,
    log: silentLog,
    maxConnections: AT_ONCE + 2,
  });
  if (!pool.ok) throw new Error(pool.error.message);
  const database = createDatabase(pool.value);
  const executions = createPostgresExecutionStore(database);
  const queue = createPostgresExecutionQueue(database);
  const plain = { inTransaction: createInTransaction(database), executions, queue };
  const about = { installationId: await installationId(database), clock: systemClock, log: silentLog };
  const kept = openRedisQueue({ ...about, address: redis.address }, plain);
  const fill = () =>
    waitFor('Redis to have the order', 60, async () => {
      await kept.queueKeeper.mend();
      const whole = await redis.client.exists(`{gauntlet:${about.installationId}}:whole`);
      return whole === 1 || null;
    });
  await fill();
  await registerNode(database, { name: NODE, host: NODE, cpuMillis: CPU_MILLIS, memoryBytes: 2 ** 50 });
  const sample = await submitSample(platform, executions.find);
  return {
    sides: [sideOf('Gauntlet on PostgreSQL', plain, sample), sideOf('Gauntlet with Redis', kept, sample)],
    makeLine: async (length) => {
      let last = sample.executionId;
      for (let made = 0; made < length; ) {
        const most = Math.min(1000, length - made);
        last = await plain.inTransaction(async (tx) => {
          let newest = last;
          for (let count = 0; count < most; count++) newest = await enqueue(plain, sample, tx);
          return newest;
        });
        made += most;
      }
      await redis.client.flushall();
      await fill();
      return last;
    },
    close: async () => {
      await kept.queueKeeper.close();
      await pool.value.query(
        `update test_executions set status = 'archived', archived_at = now() where status <> 'archived'`,
      );
      await database.destroy();
    },
  };
}

/** A real one, of which the measured ones are copies. */
async function submitSample(
  { api }: Platform,
  find: (executionId: ExecutionId) => Promise<Execution | null>,
): Promise<Execution> {
  const { executionId } = await api.submit({
    name: 'queued',
    framework: 'command',
    content: { type: 'inline', files: { 'README.md': 'nothing' } },
    commands: [{ name: 'nothing', run: 'true' }],
  });
  await api.archived(executionId);
  const execution = await find(executionId);
  if (!execution) throw new Error('the sample is not there');
  return execution;
}

const copyOf = (sample: Execution): NewExecution => ({
  ...sample,
  executionId: ids.next<ExecutionId>(),
  cpuRequestMillis: CPU_MILLIS,
  queueDeadlineAt: new Date(Date.now() + HOUR_MS),
  idempotency: null,
});

async function enqueue(
  { executions }: QueuePorts,
  sample: Execution,
  tx: Parameters<QueuePorts['executions']['insert']>[0],
): Promise<ExecutionId> {
  const execution = copyOf(sample);
  await executions.insert(tx, execution);
  await executions.move(tx, execution.executionId, 'submitted', 'queued', {
    queuedAt: execution.submittedAt,
  });
  return execution.executionId;
}

function sideOf(name: string, ports: QueuePorts, sample: Execution): OurSide {
  const { inTransaction, executions, queue } = ports;
  return {
    name,
    positionOf: (executionId) => queue.positionOf(executionId, new Date()),
    enqueue: (jobs) =>
      inTurns(jobs, AT_ONCE, async () => void (await inTransaction((tx) => enqueue(ports, sample, tx)))),
    drain: (jobs) =>
      inTurns(jobs, AT_ONCE, async () => {
        const executionId = await inTransaction(async (tx) => {
          const found = await queue.next(tx, new Date(), NODE);
          if (!found) throw new Error(`${name} has none left, and should have`);
          await executions.move(tx, found.executionId, 'queued', 'scheduled', {});
          return found.executionId;
        });
        await inTransaction(async (tx) => {
          await executions.move(tx, executionId, 'scheduled', 'archived', { archivedAt: new Date() });
        });
      }),
    close: async () => undefined,
  };
}
