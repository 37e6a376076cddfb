/**
 * The queue in the order that Redis keeps. PostgreSQL stays the truth: what Redis names is given only when its row
 * says that it waits, and is locked; what Redis does not name is found in PostgreSQL, at the latest when Redis has
 * nothing more. So Redis may be away, empty or wrong: it costs order for a moment, never an execution.
 *
 * The copy follows every move of an execution once its transaction has ended.
 */
import type { ExecutionId, ExecutionStatus } from '@gauntlet/contract';
import type {
  Execution,
  ExecutionQueue,
  ExecutionStore,
  QueueLine,
  QueueTruth,
} from '../../executions/index.ts';
import { type AfterEnd, tellEnds } from '../../kernel/after-end.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { RedisOrder } from './redis-order.ts';

export type QueuePorts<Queue extends ExecutionQueue = ExecutionQueue> = {
  inTransaction: InTransaction;
  executions: ExecutionStore;
  queue: Queue;
};

type Deps = QueuePorts<QueueTruth> & {
  order: RedisOrder;
  clock: Clock /** The order is not whole. */;
  onLost(): void;
};

/** How many are looked at before PostgreSQL is asked: most of them fit, or one node is too small for many. */
const PAGES = [16, 128, 1024];

export function createRedisExecutionQueue(deps: Deps): QueuePorts {
  const { inTransaction, afterEnd } = tellEnds(deps.inTransaction);
  return {
    inTransaction,
    executions: followMoves(deps, afterEnd),
    queue: createQueue(deps, afterEnd),
  };
}

function createQueue({ order, queue: truth, onLost }: Deps, afterEnd: AfterEnd): ExecutionQueue {
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
  const lease = async (tx: Tx, found: Execution | null): Promise<Execution | null> => {
    if (found === null) return null;
    await order.lease(found.executionId);
    afterEnd(tx, async () => void (await order.release(found.executionId)));
    return found;
  };
  return {
    positionOf: async (executionId) => (await order.positionOf(executionId)) ?? truth.positionOf(executionId),
    next: async (tx, now, nodeName) => {
      const found = await truth.nextAmong(tx, now, nodeName, pagesOf('local', now));
      return lease(tx, found ?? (await truth.next(tx, now, nodeName)));
    },
    nextIn: async (tx, now, environmentId) => {
      const found = await truth.nextInAmong(tx, now, environmentId, pagesOf(environmentId, now));
      return lease(tx, found ?? (await truth.nextIn(tx, now, environmentId)));
    },
  };
}

const WAITING: readonly ExecutionStatus[] = ['queued', 'retrying'];

/** A reaction that does not reach Redis is made up for by the keeper. */
function followMoves({ executions, queue, order, clock }: Deps, afterEnd: AfterEnd): ExecutionStore {
  const follow = async (executionId: ExecutionId, to: ExecutionStatus): Promise<void> => {
    const places = WAITING.includes(to) ? await queue.placesOf([executionId]) : [];
    await (places.length > 0 ? order.put(places, clock.now()) : order.drop(null, [executionId]));
  };
  return {
    ...executions,
    move: async (tx, executionId, from, to, patch) => {
      const moved = await executions.move(tx, executionId, from, to, patch);
      if (moved && (WAITING.includes(from) || WAITING.includes(to)))
        afterEnd(tx, async (end) => {
          if (end === 'committed') await follow(executionId, to);
        });
      return moved;
    },
  };
}
