/** Who keeps the order of the queue: the database, or a Redis beside it. */
import type { QueuePorts } from '../adapters/redis/redis-execution-queue.ts';
import type { QueueKeeper, QueueTruth } from '../executions/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { RedisSettings } from './redis-settings.ts';

/** The client of Redis is loaded where one is named. */
export async function openQueue(
  redis: RedisSettings | null,
  ports: QueuePorts<QueueTruth>,
  deps: { installationId(): Promise<string>; clock: Clock; log: Log },
): Promise<QueuePorts & { queueKeeper: QueueKeeper | null }> {
  const { inTransaction, executions, queue } = ports;
  if (redis === null) return { inTransaction, executions, queue, queueKeeper: null };
  const { openRedisQueue } = await import('../adapters/redis/open-redis-queue.ts');
  return openRedisQueue({ ...deps, address: redis, installationId: await deps.installationId() }, ports);
}
