/**
 * The results of an execution, page by page. Two walks along an index: first the failures, then the rest
 * (`failures-first`), or one along what was recorded. Pages go by (attempt, result_id), the order of the
 * index, attempt by attempt: of a pair compared at once the planner would expect nothing to be left.
 */
import type { ExecutionId, ResultId, ResultSummary, TestCaseId, UnitId } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Page, PageOrder, PageResult, ResultFilter } from '../../../executions/index.ts';
import type { Database } from '../database.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { containing } from './like-pattern.ts';

const Key = z.tuple([z.enum(['failures', 'rest', 'all']), z.int(), z.uuid()]);
type Walk = z.infer<typeof Key>[0];
type ExecutionToRead = { executionId: ExecutionId; attempt: number };
type Position = { attempt: number; resultId: string };
const BEGINNING: Position = { attempt: -1, resultId: '00000000-0000-0000-0000-000000000000' };

const FAILED = ['failed', 'error'];
const LONGEST_TEXT = 4000;

export type ResultRow = {
  result_id: ResultId;
  test_id: TestCaseId;
  unit_id: UnitId | null;
  test_name: string;
  suite: string[];
  file_path: string | null;
  line_number: number | null;
  project: string | null;
  status: ResultSummary['status'];
  flaky: boolean;
  quarantined: boolean;
  attempt: number;
  duration_ms: number;
  error_message: string | null;
  executed_at: Date;
};

/** Of a row of test_results: the test it is a result of, and whether that was in quarantine. */
export const OF_THE_TEST = sql`
  test_id_of((select definition_id from test_executions ran where ran.execution_id = test_results.execution_id), name_hash) as test_id,
  exists (select from quarantined_results noted where noted.execution_id = test_results.execution_id
    and noted.result_id = test_results.result_id) as quarantined`;

export async function listResults(
  database: Database,
  execution: ExecutionToRead,
  filter: ResultFilter,
  order: PageOrder,
): Promise<PageResult<ResultSummary>> {
  const after = decodeCursor(Key, order.cursor);
  if (!after.ok) return after;
  const source = sourceOf(execution, filter);
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
  source: Source,
  walk: Walk,
  from: Position,
  limit: number,
): Promise<Page<ResultSummary>> {
  const rows: ResultRow[] = [];
  for (const attempt of source.attempts.filter((each) => each >= from.attempt)) {
    const resultId = attempt === from.attempt ? from.resultId : BEGINNING.resultId;
    const conditions = [...source.conditions, ...ofWalk(walk)];
    rows.push(...(await readRows(database, conditions, { attempt, resultId }, limit + 1 - rows.length)));
    if (rows.length > limit) break;
  }
  const shown = rows.slice(0, limit);
  const last = shown.at(-1) ?? { attempt: from.attempt, result_id: from.resultId };
  const more = rows.length > limit;
  return {
    items: shown.map(resultSummary),
    nextCursor: more ? encodeCursor([walk, last.attempt, last.result_id]) : null,
  };
}

async function readRows(
  database: Database,
  conditions: readonly RawBuilder<unknown>[],
  after: Position,
  limit: number,
): Promise<ResultRow[]> {
  const { rows } = await sql<ResultRow>`
    select ${OF_THE_TEST}, result_id, unit_id, left(test_name, ${LONGEST_TEXT}) as test_name, suite, file_path, line_number, project, status,
      flaky, attempt, duration_ms, left(error_message, ${LONGEST_TEXT}) as error_message, executed_at
    from test_results
    where ${sql.join(conditions, sql` and `)} and attempt = ${after.attempt} and result_id > ${after.resultId}::uuid
    order by result_id limit ${limit}`.execute(database);
  return rows;
}

function ofWalk(walk: Walk): RawBuilder<unknown>[] {
  if (walk === 'all') return [];
  // Spelt as in the partial index of the failures.
  return walk === 'failures'
    ? [sql`status in ('failed', 'error')`]
    : [sql`status not in ('failed', 'error')`];
}

type Source = { conditions: readonly RawBuilder<unknown>[]; attempts: readonly number[] };

/** One attempt when it is named, or there was but one; else all, without what was run again. */
function sourceOf({ executionId, attempt }: ExecutionToRead, filter: ResultFilter): Source {
  const own = [sql`execution_id = ${executionId}`, ...matching(filter)];
  if (filter.attempt !== undefined) return { conditions: own, attempts: [filter.attempt] };
  const attempts = Array.from({ length: attempt + 1 }, (_, index) => index);
  const latest = attempt === 0 ? [] : [sql`unit_id not in (${supersededUnits(executionId)})`];
  return { conditions: [...own, ...latest], attempts };
}

const supersededUnits = (executionId: ExecutionId) => sql`
  select older.unit_id from execution_units older
  join execution_units newer on newer.execution_id = older.execution_id and newer.key_hash = older.key_hash
    and newer.attempt > older.attempt and newer.status <> 'pending'
  where older.execution_id = ${executionId}`;

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
  testCaseId: row.test_id,
  unitId: row.unit_id,
  name: row.test_name,
  suite: row.suite,
  file: row.file_path,
  line: row.line_number,
  project: row.project,
  status: row.status,
  flaky: row.flaky,
  quarantined: row.quarantined,
  attempt: row.attempt,
  durationMs: row.duration_ms,
  message: row.error_message,
  executedAt: row.executed_at.toISOString(),
});
