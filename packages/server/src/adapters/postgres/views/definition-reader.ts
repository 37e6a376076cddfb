/** The team's definitions and their versions. */
import type {
  DefinitionId,
  DefinitionView,
  ExecutionId,
  ExecutionStatus,
  ListedDefinition,
  ProjectId,
  TestDefinition,
  Verdict,
} from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { sql } from 'kysely';
import { z } from 'zod';
import type { DefinitionOrder, DefinitionVersion, LastUnits, PageResult } from '../../../executions/index.ts';
import type { Workspace } from '../../../identity/index.ts';
import type { Database } from '../database.ts';
import { inWorkspace } from '../workspace.ts';
import { CursorTime, decodeCursor, pageOf } from './cursor.ts';
import { containing } from './like-pattern.ts';

const Key = z.tuple([CursorTime, z.uuid()]);
const MOST_VERSIONS = 100;

type Row = {
  id: DefinitionId;
  project_id: ProjectId | null;
  name: string;
  latest_version: number;
  created_at: Date;
  updated_at: Date;
  updated_key: string;
};

export async function listDefinitions(
  database: Database,
  workspace: Workspace,
  order: DefinitionOrder,
): Promise<PageResult<ListedDefinition>> {
  const after = decodeCursor(Key, order.cursor);
  if (!after.ok) return after;
  const named = order.search === undefined ? sql`` : sql`and name ilike ${containing(order.search)}`;
  const start = after.value
    ? sql`and (updated_at, id) < (${after.value[0]}::timestamptz, ${after.value[1]}::uuid)`
    : sql``;
  const { rows } = await sql<Row & LastRunRow>`
    select listed.*, last.execution_id, last.status, last.verdict, last.submitted_at
    from (
      select id, project_id, name, latest_version, created_at, updated_at, updated_at::text as updated_key
      from test_definitions where ${inWorkspace('test_definitions', workspace)} and not deleted ${named} ${start}
      order by updated_at desc, id desc limit ${order.limit + 1}) listed
    left join lateral (
      select execution_id, status, verdict, submitted_at from test_executions execution
      where execution.definition_id = listed.id and ${inWorkspace('execution', workspace)}
      order by submitted_at desc limit 1) last on true
    order by listed.updated_at desc, listed.id desc`.execute(database);
  return ok(pageOf(rows, order, listedRow, (row) => [row.updated_key, row.id]));
}

type LastRunRow = {
  execution_id: ExecutionId | null;
  status: ExecutionStatus;
  verdict: Verdict | null;
  submitted_at: Date;
};

const listedRow = (row: Row & LastRunRow): ListedDefinition => ({
  ...definitionRow(row),
  lastRun:
    row.execution_id === null
      ? null
      : {
          executionId: row.execution_id,
          status: row.status,
          verdict: row.verdict,
          submittedAt: row.submitted_at.toISOString(),
        },
});

const definitionRow = (row: Row): Omit<DefinitionView, 'body'> => ({
  definitionId: row.id,
  projectId: row.project_id,
  name: row.name,
  version: row.latest_version,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export async function showDefinition(
  database: Database,
  workspace: Workspace,
  definitionId: DefinitionId,
): Promise<DefinitionView | null> {
  const { rows } = await sql<Row & { body: TestDefinition }>`
    select id, project_id, name, latest_version, definition.created_at, updated_at, body
    from test_definitions definition
    join test_definition_versions newest on newest.definition_id = id and newest.version = latest_version
    where id = ${definitionId} and ${inWorkspace('definition', workspace)} and not deleted`.execute(database);
  const row = rows[0];
  return row ? { ...definitionRow(row), body: row.body } : null;
}

/** Of the first attempt: that one listed everything, a later one perhaps only what had failed. */
export async function lastUnits(
  database: Database,
  workspace: Workspace,
  definitionId: DefinitionId,
): Promise<LastUnits | null> {
  const { rows } = await sql<{
    execution_id: ExecutionId;
    unit_key: string;
    title: string;
    recent_ms: number[] | null;
  }>`
    with last as (
      select execution.execution_id, execution.definition_id from test_executions execution
      join test_definitions definition on definition.id = execution.definition_id and not definition.deleted
      where execution.definition_id = ${definitionId} and ${inWorkspace('execution', workspace)}
        and execution.rerun_only = 'all'
        and exists (select from execution_units unit where unit.execution_id = execution.execution_id)
      order by execution.execution_id desc limit 1)
    select last.execution_id, unit.unit_key, unit.title, timing.recent_ms
    from last join execution_units unit on unit.execution_id = last.execution_id and unit.attempt = 0
    left join unit_timings timing on timing.definition_id = last.definition_id and timing.key_hash = unit.key_hash
    order by unit.position`.execute(database);
  const [first] = rows;
  if (first === undefined) return null;
  const units = rows.map((row) => ({ key: row.unit_key, title: row.title, recentMs: row.recent_ms ?? [] }));
  return { executionId: first.execution_id, units };
}

export async function listVersions(
  database: Database,
  workspace: Workspace,
  definitionId: DefinitionId,
): Promise<DefinitionVersion[] | null> {
  const { rows } = await sql<{
    version: number;
    created_at: Date;
    username: string | null;
    body: TestDefinition;
  }>`
    select version.version, version.created_at, users.username, version.body
    from test_definition_versions version
    join test_definitions definition on definition.id = version.definition_id
    left join users on users.user_id = version.created_by
    where definition.id = ${definitionId} and ${inWorkspace('definition', workspace)} and not definition.deleted
    order by version.version desc limit ${MOST_VERSIONS}`.execute(database);
  if (rows.length === 0) return null;
  return rows.map((row) => ({
    version: row.version,
    createdAt: row.created_at.toISOString(),
    createdBy: row.username ?? '',
    body: row.body,
  }));
}
