/**
 * The results of an execution, page by page. Two walks along an index: first the failures, then the rest
 * (`failures-first`), or one along what was recorded. Pages go by (attempt, result_id), which is the order
 * of the index; without retries that is the order of result_id alone.
 */
import type { ExecutionId, ResultId, ResultSummary, UnitId } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Page, PageOrder, PageResult, ResultFilter } from '../../../executions/index.ts';
import type { Database } from '../database.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { containing } from './like-pattern.ts';

const Key = z.tuple([z.enum(['failures', 'rest', 'all']), z.int(), z.uuid()]);
type Walk = z.infer<typeof Key>[0];
type Position = { attempt: number; resultId: string };
const BEGINNING: Position = { attempt: -1, resultId: '00000000-0000-0000-0000-000000000000' };

const FAILED = ['failed', 'error'];
const LONGEST_TEXT = 4000;

export type ResultRow = {
  result_id: ResultId;
  unit_id: UnitId | null;
  test_name: string;
  suite: string[];
  file_path: string | null;
  line_number: number | null;
  project: string | null;
  status: ResultSummary['status'];
  flaky: boolean;
  attempt: number;
  duration_ms: number;
  error_message: string | null;
  executed_at: Date;
};

export async function listResults(
  database: Database,
  execution: { executionId: ExecutionId; attempt: number },
  filter: ResultFilter,
  order: PageOrder,
): Promise<PageResult<ResultSummary>> {
  const after = decodeCursor(Key, order.cursor);
  if (!after.ok) return after;
  const source = [...ofAttempt(execution, filter), ...matching(filter)];
  const [walk, attempt, resultId] = after.value ?? [firstWalk(filter)];
  const from = attempt === undefined || resultId === undefined ? BEGINNING : { attempt, resultId };
  const page = await readWalk(database, source, walk, from, order.limit);
  if (walk !== 'failures' || page.nextCursor !== null) return ok(page);
  const rest = await readWalk(database, source, 'rest', BEGINNING, order.limit - page.items.length);
  return ok({ items: [...page.items, ...rest.items], nextCursor: rest.nextCursor });
}

const firstWalk = ({ order }: ResultFilter): Walk => (order === 'failures-first' ? 'failures' : 'all');

/** `limit` may be 0: then the page only says whether anything follows. */
async function readWalk(
  database: Database,
  source: readonly RawBuilder<unknown>[],
  walk: Walk,
  from: Position,
  limit: number,
): Promise<Page<ResultSummary>> {
  const start = sql`(attempt, result_id) > (${from.attempt}::int, ${from.resultId}::uuid)`;
  const conditions = [...source, ...ofWalk(walk), start];
  const { rows } = await sql<ResultRow>`
    select result_id, unit_id, left(test_name, ${LONGEST_TEXT}) as test_name, suite, file_path, line_number, project, status,
      flaky, attempt, duration_ms, left(error_message, ${LONGEST_TEXT}) as error_message, executed_at
    from test_results where ${sql.join(conditions, sql` and `)}
    order by attempt, result_id limit ${limit + 1}`.execute(database);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1) ?? { attempt: from.attempt, result_id: from.resultId };
  const more = rows.length > limit;
  return {
    items: shown.map(resultSummary),
    nextCursor: more ? encodeCursor([walk, last.attempt, last.result_id]) : null,
  };
}

function ofWalk(walk: Walk): RawBuilder<unknown>[] {
  if (walk === 'all') return [];
  // Spelt as in the partial index of the failures.
  return walk === 'failures'
    ? [sql`status in ('failed', 'error')`]
    : [sql`status not in ('failed', 'error')`];
}

/** Without a retry the attempt alone says which results count; after one, the last attempt of each unit does. */
function ofAttempt(
  { executionId, attempt }: { executionId: ExecutionId; attempt: number },
  filter: ResultFilter,
): RawBuilder<unknown>[] {
  const own = sql`execution_id = ${executionId}`;
  if (filter.attempt !== undefined) return [own, sql`attempt = ${filter.attempt}`];
  if (attempt === 0) return [own, sql`attempt = 0`];
  const latest = sql`
    select distinct on (key_hash) unit_id from execution_units
    where execution_id = ${executionId} and status <> 'pending' order by key_hash, attempt desc`;
  return [own, sql`unit_id in (${latest})`];
}

function matching({ statuses, search }: ResultFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (statuses) conditions.push(sql`status = any(${statuses}::text[])`);
  if (statuses?.every((status) => FAILED.includes(status)))
    conditions.push(sql`status in ('failed', 'error')`);
  if (search) {
    const pattern = containing(search);
    conditions.push(
      sql`(test_name ilike ${pattern} or file_path ilike ${pattern} or array_to_string(suite, ' ') ilike ${pattern})`,
    );
  }
  return conditions;
}

export const resultSummary = (row: ResultRow): ResultSummary => ({
  resultId: row.result_id,
  unitId: row.unit_id,
  name: row.test_name,
  suite: row.suite,
  file: row.file_path,
  line: row.line_number,
  project: row.project,
  status: row.status,
  flaky: row.flaky,
  attempt: row.attempt,
  durationMs: row.duration_ms,
  message: row.error_message,
  executedAt: row.executed_at.toISOString(),
});
