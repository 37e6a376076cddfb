/** The queue as a team sees it: places among everybody's executions of its environment, names of its own alone. */
import type { ExecutionId, QueueView } from '@gauntlet/contract';
import { ACTIVE_STATUSES } from '@gauntlet/core/executions';
import { sql } from 'kysely';
import type { Workspace } from '../../../identity/index.ts';
import type { Database } from '../database.ts';
import { inWorkspace } from '../workspace.ts';

const MOST_ROWS = 1000;

type Row = {
  position: number;
  execution_id: ExecutionId;
  name: string;
  priority: number;
  queued_at: Date;
  parallelism: number;
  cpu_request_millis: number;
  memory_request_bytes: number;
  waiting_for: string | null;
};

export async function readQueue(database: Database, workspace: Workspace): Promise<QueueView> {
  const { rows } = await sql<Row>`
    with places as (
      select execution_id, row_number() over (partition by environment_id order by priority desc, queue_seq) as position
      from test_executions where status = 'queued' or (status = 'retrying' and retry_at <= now())
    )
    select position, execution_id, effective_definition->>'name' as name, priority,
      coalesce(queued_at, submitted_at) as queued_at, parallelism, cpu_request_millis, memory_request_bytes, waiting_for
    from places join test_executions using (execution_id)
    where ${inWorkspace('test_executions', workspace)} and status = 'queued' order by position, execution_id limit ${MOST_ROWS}`.execute(
    database,
  );
  const running = await sql<{ count: number }>`
    select count(*) as count from test_executions
    where ${inWorkspace('test_executions', workspace)} and status = any(${ACTIVE_STATUSES}::text[])`.execute(
    database,
  );
  return { items: rows.map(queued), running: running.rows[0]?.count ?? 0 };
}

const queued = (row: Row): QueueView['items'][number] => ({
  position: row.position,
  executionId: row.execution_id,
  name: row.name,
  priority: row.priority,
  queuedAt: row.queued_at.toISOString(),
  waitingFor:
    row.position === 1 ? (row.waiting_for ?? capacityOf(row)) : `the ${row.position - 1} ahead of it`,
});

function capacityOf({ parallelism, cpu_request_millis, memory_request_bytes }: Row): string {
  const groups = parallelism === 1 ? 'a group' : `${parallelism} groups, each`;
  const memory = `${Math.ceil(memory_request_bytes / 2 ** 20)} MiB`;
  return `room for ${groups} of ${cpu_request_millis / 1000} CPU and ${memory} of memory`;
}
