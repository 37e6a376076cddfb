/**
 * The queue: rows of test_executions that wait, by priority and arrival, in one line for servers' own hosts and one
 * for each environment of a cluster. Claimed by locking the row.
 */
import type { EnvironmentId, ExecutionId } from '@gauntlet/contract';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Execution, QueueLine, QueuePlace, QueueTruth } from '../../executions/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf } from './database.ts';
import { executionOf } from './execution-store.ts';
import type { TestExecutions } from './generated/database.ts';

export const createPostgresExecutionQueue = (database: Database): QueueTruth => ({
  positionOf: (executionId, now) => positionOf(database, executionId, now),
  next: async (tx, now, nodeName) => {
    await takeTurn(tx);
    return chooseForNode(tx, now, nodeName, null);
  },
  nextIn: (tx, now, environmentId) => chooseIn(tx, now, environmentId, null),
  nextAmong: async (tx, now, nodeName, pages) => {
    await takeTurn(tx);
    return firstOf(pages, (page) => chooseForNode(tx, now, nodeName, page));
  },
  nextInAmong: (tx, now, environmentId, pages) =>
    firstOf(pages, (page) => chooseIn(tx, now, environmentId, page)),
  placesOf: (executionIds) => placesOf(database, executionIds),
  listLines: () => listLines(database),
  listPlaces: (line, after, limit) => listPlaces(database, line, after, limit),
});

type Ids = readonly ExecutionId[];

async function firstOf(
  pages: AsyncIterable<Ids>,
  choose: (page: Ids) => Promise<Execution | null>,
): Promise<Execution | null> {
  for await (const page of pages) {
    const found = page.length > 0 ? await choose(page) : null;
    if (found) return found;
  }
  return null;
}

async function positionOf(database: Database, executionId: ExecutionId, now: Date): Promise<number | null> {
  const { rows } = await sql<{ place: number }>`
    select 1 + (
      select count(*) from test_executions waiting
      where ${DUE(now)} and waiting.runs_on = own.runs_on
        and (own.runs_on = 'local' or waiting.environment_id = own.environment_id)
        and (waiting.priority, -waiting.queue_seq) > (own.priority, -own.queue_seq)
    ) as place
    from test_executions own where own.execution_id = ${executionId}
      and (own.status = 'queued' or (own.status = 'retrying' and own.retry_at <= ${now}))`.execute(database);
  return rows[0]?.place ?? null;
}

/** One server chooses at a time: what it finds to fit must not be filled by another meanwhile. */
const takeTurn = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('gauntlet.schedule', 0))`.execute(txOf(tx));
};

const DUE = (now: Date) =>
  sql`(waiting.status = 'queued' or (waiting.status = 'retrying' and waiting.retry_at <= ${now}))`;

const among = (executionIds: Ids | null) =>
  executionIds === null ? sql`` : sql`and waiting.execution_id = any(${executionIds}::uuid[])`;

async function chooseForNode(
  tx: Tx,
  now: Date,
  nodeName: string,
  page: Ids | null,
): Promise<Execution | null> {
  const { rows } = await sql<Selectable<TestExecutions>>`
    select waiting.* from test_executions waiting, server_nodes node
    where ${DUE(now)} ${among(page)}
      and waiting.runs_on = 'local' and node.node_name = ${nodeName}
      and waiting.parallelism * waiting.cpu_request_millis::bigint <= node.cpu_millis
      and waiting.parallelism * waiting.memory_request_bytes <= node.memory_bytes
    order by waiting.priority desc, waiting.queue_seq limit 1
    for no key update of waiting skip locked`.execute(txOf(tx));
  return executionOf(rows[0]);
}

async function chooseIn(
  tx: Tx,
  now: Date,
  environmentId: EnvironmentId,
  page: Ids | null,
): Promise<Execution | null> {
  const { rows } = await sql<Selectable<TestExecutions>>`
    select * from test_executions waiting
    where environment_id = ${environmentId} and runs_on = 'kubernetes'
      and status in ('queued', 'retrying') and ${DUE(now)} ${among(page)}
    order by priority desc, queue_seq limit 1 for no key update skip locked`.execute(txOf(tx));
  return executionOf(rows[0]);
}

type PlaceRow = {
  execution_id: string;
  line: string;
  priority: number;
  queue_seq: number;
  retry_at: Date | null;
};

const PLACE = sql`execution_id, case runs_on when 'local' then 'local' else environment_id::text end as line,
  priority, queue_seq, case when status = 'retrying' then retry_at end as retry_at`;

async function placesOf(database: Database, executionIds: Ids): Promise<QueuePlace[]> {
  const { rows } = await sql<PlaceRow>`
    select ${PLACE} from test_executions
    where execution_id = any(${executionIds}::uuid[]) and status in ('queued', 'retrying')`.execute(database);
  return rows.map(placeOf);
}

async function listLines(database: Database): Promise<QueueLine[]> {
  const { rows } = await sql<{ line: string }>`
    select 'local' as line where exists (select from test_executions where status in ('queued', 'retrying') and runs_on = 'local')
    union all select environment_id::text from execution_environments environment where exists (
      select from test_executions waiting where waiting.environment_id = environment.environment_id
        and waiting.status in ('queued', 'retrying') and waiting.runs_on = 'kubernetes')`.execute(database);
  return rows.map(({ line }) => line as QueueLine);
}

const inLine = (line: QueueLine): RawBuilder<unknown> =>
  line === 'local' ? sql`runs_on = 'local'` : sql`runs_on = 'kubernetes' and environment_id = ${line}`;

/** Along the queue's own index, whatever its length. */
async function listPlaces(
  database: Database,
  line: QueueLine,
  after: Pick<QueuePlace, 'priority' | 'arrival'> | null,
  limit: number,
): Promise<QueuePlace[]> {
  const behind =
    after === null
      ? sql``
      : sql`and priority <= ${after.priority} and (priority < ${after.priority} or queue_seq > ${after.arrival})`;
  const { rows } = await sql<PlaceRow>`
    select ${PLACE} from test_executions
    where status in ('queued', 'retrying') and ${inLine(line)} ${behind}
    order by priority desc, queue_seq limit ${limit}`.execute(database);
  return rows.map(placeOf);
}

const placeOf = (row: PlaceRow): QueuePlace => ({
  executionId: row.execution_id as ExecutionId,
  line: row.line as QueueLine,
  priority: row.priority,
  arrival: row.queue_seq,
  dueAt: row.retry_at,
});
