/** Events of executions as the API shows them. */
import type {
  ExecutionEvent,
  ExecutionEventType,
  ExecutionId,
  RecordedExecutionEvent,
} from '@gauntlet/contract';
import { sql } from 'kysely';
import { streamIdOf } from '../../../event-store/index.ts';
import type { EventReader, PositionedEvent } from '../../../executions/index.ts';
import type { Workspace } from '../../../identity/index.ts';
import type { Database } from '../database.ts';
import { inWorkspace } from '../workspace.ts';

/** What is told of every execution of a team: all by which a page that shows it would change. */
const TEAM_EVENTS: ReadonlySet<string> = new Set([
  'status-changed',
  'phase-changed',
  'plan-made',
  'group-started',
  'group-finished',
  'group-lost',
  'unit-started',
  'results-recorded',
  'unit-finished',
  'cancel-requested',
  'verdict-given',
  'failures-grouped',
  'report-stored',
] satisfies ExecutionEventType[]);

const streamOf = (executionId: ExecutionId) =>
  streamIdOf({ aggregateType: 'execution', aggregateId: executionId });

export function createPostgresEventReader(database: Database): EventReader {
  return {
    list: (workspace, executionId, after, limit) =>
      listOfExecution(database, workspace, executionId, after, limit),
    statusChanges: (workspace, executionId) => listStatusChanges(database, workspace, executionId),
    listOfTeam: (workspace, after, limit) => listOfTeam(database, workspace, after, limit),
    lastPosition: async () => {
      const row = await database.selectFrom('event_sequencer').select('last_position').executeTakeFirst();
      return row?.last_position ?? 0;
    },
  };
}

type Row = {
  execution_id: ExecutionId;
  event_number: number;
  event_type: string;
  event_data: object;
  created_at: Date;
};

async function listOfExecution(
  database: Database,
  workspace: Workspace,
  executionId: ExecutionId,
  after: number,
  limit: number,
) {
  const streamId = streamOf(executionId);
  const known = await sql<{ version: number | null }>`
    select (select version from event_streams where stream_id = ${streamId}) as version
    from test_executions where execution_id = ${executionId} and ${inWorkspace('test_executions', workspace)}`.execute(
    database,
  );
  if (!known.rows[0]) return null;
  const { rows } = await sql<Row>`
    select ${executionId}::uuid as execution_id, event_number, event_type, event_data, created_at
    from events where stream_id = ${streamId} and event_number > ${after} order by event_number limit ${limit}`.execute(
    database,
  );
  return { items: rows.map(recorded), lastNumber: known.rows[0].version ?? 0 };
}

async function listStatusChanges(database: Database, workspace: Workspace, executionId: ExecutionId) {
  const { rows } = await sql<Row & { known: boolean }>`
    select execution.execution_id, event.event_number, event.event_type, event.event_data, event.created_at, event.event_id is not null as known
    from test_executions execution
    left join events event on event.stream_id = ${streamOf(executionId)} and event.event_type = 'status-changed'
    where execution.execution_id = ${executionId} and ${inWorkspace('execution', workspace)} order by event.event_number`.execute(
    database,
  );
  return rows.length === 0 ? null : rows.filter((row) => row.known).map(recorded);
}

/** Looks at the next `limit` events of anybody, so that one look costs the same however many teams there are. */
async function listOfTeam(database: Database, workspace: Workspace, after: number, limit: number) {
  type PositionedRow = Row & { position: number; mine: boolean };
  const { rows } = await sql<PositionedRow>`
    select execution.execution_id, event_number, event_type, event_data, next.created_at, position, coalesce(${inWorkspace('execution', workspace)}, false) as mine
    from (
      select stream_id, event_number, event_type, event_data, created_at, global_position as position
      from events where global_position > ${after} order by global_position limit ${limit}
    ) as next
    left join test_executions execution on execution.execution_id =
      case when next.stream_id ~ '^execution-[0-9a-f-]{36}$' then substr(next.stream_id, 11)::uuid end
    order by position`.execute(database);
  const items: PositionedEvent[] = rows
    .filter((row) => row.mine && TEAM_EVENTS.has(row.event_type))
    .map((row) => ({ ...recorded(row), position: row.position }));
  return { items, lastPosition: rows.at(-1)?.position ?? after };
}

const recorded = (row: Row): RecordedExecutionEvent => ({
  executionId: row.execution_id,
  number: row.event_number,
  at: row.created_at.toISOString(),
  event: { type: row.event_type, data: row.event_data } as ExecutionEvent,
});
