/** The team's executions, newest first. Pages go by (submitted_at, execution_id), as the index does. */
import type { ExecutionId, ExecutionSummary } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { ExecutionFilter, PageOrder, PageResult } from '../../../executions/index.ts';
import type { Workspace } from '../../../identity/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../database.ts';
import { inWorkspace } from '../workspace.ts';
import { CursorTime, decodeCursor, encodeCursor } from './cursor.ts';
import { SUMMARY_COLUMNS, type SummaryRow, summarise } from './execution-summary.ts';
import { containing } from './like-pattern.ts';

const Key = z.tuple([CursorTime, z.uuid()]);
type ListedRow = SummaryRow & { submitted_key: string };

export async function listExecutions(
  database: Database,
  clock: Clock,
  workspace: Workspace,
  filter: ExecutionFilter,
  order: PageOrder,
): Promise<PageResult<ExecutionSummary>> {
  const after = decodeCursor(Key, order.cursor);
  if (!after.ok) return after;
  const definitions =
    filter.name === undefined ? null : await definitionsNamed(database, workspace, filter.name);
  if (definitions?.length === 0) return ok({ items: [], nextCursor: null });
  const conditions = [inWorkspace('execution', workspace), ...conditionsOf(filter, definitions)];
  if (after.value) {
    const [submittedAt, executionId] = after.value;
    conditions.push(
      sql`(execution.submitted_at, execution.execution_id) < (${submittedAt}::timestamptz, ${executionId}::uuid)`,
    );
  }
  const rows = await readRows(database, conditions, order.limit + 1);
  const shown = rows.slice(0, order.limit);
  const last = shown.at(-1);
  const more = rows.length > order.limit && last !== undefined;
  return ok({
    items: await summarise(database, shown, clock.now()),
    nextCursor: more ? encodeCursor([last.submitted_key, last.execution_id satisfies ExecutionId]) : null,
  });
}

async function readRows(database: Database, conditions: RawBuilder<unknown>[], limit: number) {
  const { rows } = await sql<ListedRow>`
    select ${SUMMARY_COLUMNS}, execution.submitted_at::text as submitted_key
    from test_executions execution join users on users.user_id = execution.submitted_by
    where ${sql.join(conditions, sql` and `)}
    order by execution.submitted_at desc, execution.execution_id desc limit ${limit}`.execute(database);
  return rows;
}

function conditionsOf(
  { statuses, verdicts, definitionId, tag, since, until }: ExecutionFilter,
  definitions: readonly string[] | null,
): RawBuilder<unknown>[] {
  return [
    ...(statuses ? [oneOf(sql`execution.status`, statuses)] : []),
    ...(verdicts ? [oneOf(sql`execution.verdict`, verdicts)] : []),
    ...(definitionId ? [sql`execution.definition_id = ${definitionId}`] : []),
    ...(definitions ? [sql`execution.definition_id = any(${definitions}::uuid[])`] : []),
    ...(tag ? [tagged(tag)] : []),
    ...(since ? [sql`execution.submitted_at >= ${since}`] : []),
    ...(until ? [sql`execution.submitted_at < ${until}`] : []),
  ];
}

/** One value goes along an index in its order, several do not. */
const oneOf = (column: RawBuilder<unknown>, values: readonly string[]) =>
  values.length === 1 ? sql`${column} = ${values[0]}` : sql`${column} = any(${values}::text[])`;

/** A definition never changes its name, and there are far fewer of them than executions. */
async function definitionsNamed(database: Database, workspace: Workspace, part: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from test_definitions where ${inWorkspace('test_definitions', workspace)} and name ilike ${containing(part)}`.execute(
    database,
  );
  return rows.map((row) => row.id);
}

const tagged = ({ key, value }: { key: string; value?: string }) =>
  value === undefined
    ? sql`execution.effective_definition->'tags' ? ${key}`
    : sql`execution.effective_definition->'tags' @> ${JSON.stringify({ [key]: value })}::jsonb`;
