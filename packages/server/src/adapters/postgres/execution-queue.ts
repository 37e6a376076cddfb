/** The queue: rows of test_executions that wait, by priority and arrival. Claimed by locking the row. */
import type { ExecutionId } from '@gauntlet/contract';
import { type Selectable, sql } from 'kysely';
import type { Execution, QueuePlace, QueueTruth } from '../../executions/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf } from './database.ts';
import { executionOf } from './execution-store.ts';
import type { TestExecutions } from './generated/database.ts';

export const createPostgresExecutionQueue = (database: Database): QueueTruth => ({
  positionOf: (executionId) => positionOf(database, executionId),
  next: async (tx, now, nodeName) => {
    await takeTurn(tx);
    return chooseNext(tx, now, nodeName, null);
  },
  nextAmong: async (tx, now, nodeName, pages) => {
    await takeTurn(tx);
    for await (const page of pages) {
      const found = page.length > 0 ? await chooseNext(tx, now, nodeName, page) : null;
      if (found) return found;
    }
    return null;
  },
  placesOf: (executionIds) => placesOf(database, executionIds),
  listPlaces: (after, limit) => listPlaces(database, after, limit),
});

async function positionOf(database: Database, executionId: ExecutionId): Promise<number | null> {
  const { rows } = await sql<{ place: number }>`
    select 1 + (
      select count(*) from test_executions ahead
      where (ahead.status = 'queued' or (ahead.status = 'retrying' and ahead.retry_at <= now()))
        and (ahead.priority, -ahead.queue_seq) > (own.priority, -own.queue_seq)
    ) as place
    from test_executions own where own.execution_id = ${executionId} and own.status = 'queued'`.execute(
    database,
  );
  return rows[0]?.place ?? null;
}

/** One server chooses at a time: what it finds to fit must not be filled by another meanwhile. */
const takeTurn = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('gauntlet.schedule', 0))`.execute(txOf(tx));
};

async function chooseNext(
  tx: Tx,
  now: Date,
  nodeName: string,
  among: readonly ExecutionId[] | null,
): Promise<Execution | null> {
  const { rows } = await sql<Selectable<TestExecutions>>`
    select waiting.* from test_executions waiting, server_nodes node
    where (waiting.status = 'queued' or (waiting.status = 'retrying' and waiting.retry_at <= ${now}))
      ${among === null ? sql`` : sql`and waiting.execution_id = any(${among}::uuid[])`}
      and node.node_name = ${nodeName}
      and waiting.parallelism * waiting.cpu_request_millis::bigint <= node.cpu_millis
      and waiting.parallelism * waiting.memory_request_bytes <= node.memory_bytes
    order by waiting.priority desc, waiting.queue_seq limit 1
    for no key update of waiting skip locked`.execute(txOf(tx));
  return executionOf(rows[0]);
}

type PlaceRow = { execution_id: string; priority: number; queue_seq: number; retry_at: Date | null };

async function placesOf(database: Database, executionIds: readonly ExecutionId[]): Promise<QueuePlace[]> {
  const { rows } = await sql<PlaceRow>`
    select execution_id, priority, queue_seq, case when status = 'retrying' then retry_at end as retry_at
    from test_executions
    where execution_id = any(${executionIds}::uuid[]) and status in ('queued', 'retrying')`.execute(database);
  return rows.map(placeOf);
}

/** Along the queue's own index, whatever its length. */
async function listPlaces(
  database: Database,
  after: Pick<QueuePlace, 'priority' | 'arrival'> | null,
  limit: number,
): Promise<QueuePlace[]> {
  const behind =
    after === null
      ? sql``
      : sql`and priority <= ${after.priority} and (priority < ${after.priority} or queue_seq > ${after.arrival})`;
  const { rows } = await sql<PlaceRow>`
    select execution_id, priority, queue_seq, case when status = 'retrying' then retry_at end as retry_at
    from test_executions where status in ('queued', 'retrying') ${behind}
    order by priority desc, queue_seq limit ${limit}`.execute(database);
  return rows.map(placeOf);
}

const placeOf = (row: PlaceRow): QueuePlace => ({
  executionId: row.execution_id as ExecutionId,
  priority: row.priority,
  arrival: row.queue_seq,
  dueAt: row.retry_at,
});
