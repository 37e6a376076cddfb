/** The team's executions, newest first. Pages go by (submitted_at, execution_id), as the index does. */
import type { ExecutionId, ExecutionSummary, TeamId } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { ExecutionFilter, PageOrder, PageResult } from '../../../executions/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../database.ts';
import { CursorTime, decodeCursor, encodeCursor } from './cursor.ts';
import { SUMMARY_COLUMNS, type SummaryRow, summarise } from './execution-summary.ts';
import { containing } from './like-pattern.ts';

const Key = z.tuple([CursorTime, z.uuid()]);
type ListedRow = SummaryRow & { submitted_key: string };

export async function listExecutions(
  database: Database,
  clock: Clock,
  teamId: TeamId,
  filter: ExecutionFilter,
  order: PageOrder,
): Promise<PageResult<ExecutionSummary>> {
  const after = decodeCursor(Key, order.cursor);
  if (!after.ok) return after;
  const conditions = [sql`execution.team_id = ${teamId}`, ...conditionsOf(teamId, filter)];
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

function conditionsOf(teamId: TeamId, filter: ExecutionFilter): RawBuilder<unknown>[] {
  const { statuses, verdicts, definitionId, name, tag, since, until } = filter;
  return [
    ...(statuses ? [sql`execution.status = any(${statuses}::text[])`] : []),
    ...(verdicts ? [sql`execution.verdict = any(${verdicts}::text[])`] : []),
    ...(definitionId ? [sql`execution.definition_id = ${definitionId}`] : []),
    ...(name ? [named(teamId, name)] : []),
    ...(tag ? [tagged(tag)] : []),
    ...(since ? [sql`execution.submitted_at >= ${since}`] : []),
    ...(until ? [sql`execution.submitted_at < ${until}`] : []),
  ];
}

/** A definition never changes its name, and there are far fewer of them than executions. */
const named = (teamId: TeamId, name: string) =>
  sql`execution.definition_id in (select id from test_definitions where team_id = ${teamId} and name ilike ${containing(name)})`;

const tagged = ({ key, value }: { key: string; value?: string }) =>
  value === undefined
    ? sql`execution.effective_definition->'tags' ? ${key}`
    : sql`execution.effective_definition->'tags' @> ${JSON.stringify({ [key]: value })}::jsonb`;
