/**
 * The queue in the order that Redis keeps. PostgreSQL stays the truth: what Redis names is given only when its row
 * says that it waits, and is locked; what Redis does not name is found in PostgreSQL, at the latest when Redis has
 * nothing more. So Redis may be away, empty or wrong: it costs order for a moment, never an execution.
 *
 * The copy follows every move of an execution once its transaction has ended. What is being taken out of its line is
 * leased meanwhile; what was only looked at is not, as nothing may overtake it.
 */
import type { ExecutionId, ExecutionStatus } from '@gauntlet/contract';
import type { ExecutionQueue, ExecutionStore, QueueLine, QueueTruth } from '../../executions/index.ts';
import { type AfterEnd, tellEnds } from '../../kernel/after-end.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import type { RedisOrder } from './redis-order.ts';

export type QueuePorts<Queue extends ExecutionQueue = ExecutionQueue> = {
  inTransaction: InTransaction;
  executions: ExecutionStore;
  queue: Queue;
};

type Deps = QueuePorts<QueueTruth> & {
  order: RedisOrder;
  clock: Clock;
  /** The order is not whole, or something of it may be missing. */
  onLost(): void;
};

/** How many are looked at before PostgreSQL is asked: most of them fit, or one node is too small for many. */
const PAGES = [16, 128, 1024];

export function createRedisExecutionQueue(deps: Deps): QueuePorts {
  const { inTransaction, afterEnd } = tellEnds(deps.inTransaction);
  return {
    inTransaction,
    executions: followMoves(deps, afterEnd),
    queue: createQueue(deps),
  };
}

function createQueue({ order, queue: truth, onLost }: Deps): ExecutionQueue {
  async function* pagesOf(line: QueueLine, now: Date) {
    let from: string | null = '-inf';
    for (const count of PAGES) {
      if (from === null) return;
      const look = await order.look(line, now, from, count);
      if (look === 'lost') onLost();
      if (look === 'lost' || look === 'away') return;
      yield look.executionIds;
      from = look.next;
    }
  }
  return {
    positionOf: async (executionId, now) =>
      (await order.positionOf(executionId, now)) ?? truth.positionOf(executionId, now),
    next: async (tx, now, nodeName) =>
      (await truth.nextAmong(tx, now, nodeName, pagesOf('local', now))) ?? truth.next(tx, now, nodeName),
    nextIn: async (tx, now, environmentId) =>
      (await truth.nextInAmong(tx, now, environmentId, pagesOf(environmentId, now))) ??
      truth.nextIn(tx, now, environmentId),
  };
}

const WAITING: readonly ExecutionStatus[] = ['queued', 'retrying'];

const isWaiting = (status: ExecutionStatus) => WAITING.includes(status);

/** A reaction that does not reach Redis is made up for by the keeper. */
function followMoves({ executions, queue, order, clock, onLost }: Deps, afterEnd: AfterEnd): ExecutionStore {
  const follow = async (executionId: ExecutionId, to: ExecutionStatus): Promise<void> => {
    const places = isWaiting(to) ? await queue.placesOf([executionId]) : [];
    await (places.length > 0 ? order.put(places, clock.now()) : order.drop(null, [executionId]));
  };
  return {
    ...executions,
    move: async (tx, executionId, from, to, patch) => {
      const moved = await executions.move(tx, executionId, from, to, patch);
      if (!moved || !(isWaiting(from) || isWaiting(to))) return moved;
      const isTaken = isWaiting(from) && !isWaiting(to);
      if (isTaken) await order.lease(executionId);
      afterEnd(tx, async (end) => {
        // PostgreSQL may be away by now: the transaction has ended all the same, and the keeper looks again.
        if (end === 'committed') await follow(executionId, to).catch(onLost);
        else if (isTaken) await order.release(executionId);
      });
      return moved;
    },
  };
}
