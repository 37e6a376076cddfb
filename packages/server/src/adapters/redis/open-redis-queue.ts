/** From the address of a Redis to a queue that keeps its order there, and who keeps it right. */
import type { QueueKeeper, QueueTruth } from '../../executions/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { createRedisExecutionQueue, type QueuePorts } from './redis-execution-queue.ts';
import { openRedisLink, type RedisAddress } from './redis-link.ts';
import { createRedisOrder } from './redis-order.ts';
import { createRedisQueueKeeper } from './redis-queue-keeper.ts';

/** As long as a transaction that schedules may ever take. */
const LEASE_MS = 15_000;

export type RedisQueueOrder = {
  address: RedisAddress;
  installationId: string;
  clock: Clock;
  log: Log;
  leaseMs?: number;
};

/** Returns at once: a Redis that is away at the start is one that is away. */
export function openRedisQueue(
  { address, installationId, clock, log, leaseMs = LEASE_MS }: RedisQueueOrder,
  ports: QueuePorts<QueueTruth>,
): QueuePorts & { queueKeeper: QueueKeeper } {
  const link = openRedisLink(address, log);
  const order = createRedisOrder(link, installationId, leaseMs);
  const keeper = createRedisQueueKeeper({ link, order, truth: ports.queue, clock, log });
  const queue = createRedisExecutionQueue({ ...ports, order, clock, onLost: keeper.lost });
  return { ...queue, queueKeeper: keeper };
}
