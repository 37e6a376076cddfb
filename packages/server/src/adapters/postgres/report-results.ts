/** Results as a report reads them: whole, unit by unit, page by page, however many and however large they are. */
import type { CaseAssertion, CaseStatus, CodeFrame, ExecutionId } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { ResultForReport } from '../../executions/index.ts';
import type { Database } from './database.ts';
import { lastUnits } from './result-store.ts';

const PAGE = 1000;
const NIL = '00000000-0000-0000-0000-000000000000';

type ResultRow = {
  result_id: string;
  unit_id: string;
  test_name: string;
  suite: string[];
  file_path: string | null;
  line_number: number | null;
  project: string | null;
  status: CaseStatus;
  flaky: boolean;
  retries: number;
  attempt: number;
  duration_ms: number;
  executed_at: Date;
  error_message: string | null;
  stack_trace: string | null;
  code_frame: CodeFrame | null;
  output: string | null;
  tags: string[];
  assertions: CaseAssertion[] | null;
  group_index: number | null;
  quarantine_reason: string | null;
  quarantine_expires_at: Date | null;
  earlier: { attempt: number; message: string | null; stack: string | null }[] | null;
  /** Of the page, whether or not there was room for them. */
  found: number;
};

/**
 * By unit, then in the order in which they were recorded: each page a walk along the index of that order, so
 * that a report costs as much as it has results. Which units count is asked once, not for each page.
 */
export async function* readResults(
  database: Database,
  executionId: ExecutionId,
): AsyncIterable<ResultForReport> {
  const { rows } = await sql<{ unit_id: string }>`${lastUnits(executionId)}`.execute(database);
  const unitIds = rows.map((row) => row.unit_id).sort();
  for (let at = 0; at < unitIds.length; at += PAGE)
    yield* readResultsOf(database, unitIds.slice(at, at + PAGE));
}

/** Of one page in memory: a result may hold some 500 KB of text. */
const PAGE_BYTES = 8 * 1024 ** 2;

async function* readResultsOf(
  database: Database,
  unitIds: readonly string[],
): AsyncIterable<ResultForReport> {
  let after = { unitId: NIL, resultId: NIL };
  for (;;) {
    const rows = await readPage(database, unitIds, after);
    for (const row of rows) yield resultForReport(row);
    const last = rows.at(-1);
    if (!last || (rows.length === last.found && rows.length < PAGE)) return;
    after = { unitId: last.unit_id, resultId: last.result_id };
  }
}

/**
 * What was stored a moment ago is not in the planner's statistics: it would expect few results, and rather read
 * and sort all of a unit for each page than walk along the index. One unit after the other, in the order of the
 * list: before PostgreSQL 17 a walk for `any` of several is not in order. The unit is asked for by a range and not
 * by equality: with that, the order of the whole table's key would do as well, and one unit's page would be found by
 * walking through the results of all.
 */
const readPage = (
  database: Database,
  unitIds: readonly string[],
  after: { unitId: string; resultId: string },
): Promise<ResultRow[]> =>
  database.transaction().execute(async (tx) => {
    await sql`set local enable_sort = off`.execute(tx);
    const { rows } = await sql<ResultRow>`
      select page.*, grouped.group_index, noted.reason as quarantine_reason, noted.expires_at as quarantine_expires_at,
        case when page.attempt > 0 then (${EARLIER}) end as earlier
      from (
        select sized.*, count(*) over () as found, sum(bytes) over (order by unit_id, result_id) - bytes as before from (
          select ofUnit.*, ${BYTES} as bytes from unnest(${unitIds.filter((unitId) => unitId >= after.unitId)}::uuid[]) as wanted (unit_id)
          cross join lateral (
            select * from test_results where unit_id <= wanted.unit_id and (unit_id, result_id) >
              (wanted.unit_id, case when wanted.unit_id = ${after.unitId}::uuid then ${after.resultId}::uuid else ${NIL}::uuid end)
            order by unit_id, result_id limit ${PAGE}
          ) as ofUnit limit ${PAGE}
        ) as sized
      ) as page
      left join execution_groups grouped on grouped.group_id = page.group_id
      left join quarantined_results noted on noted.execution_id = page.execution_id and noted.result_id = page.result_id
      where page.before < ${PAGE_BYTES}
      order by page.unit_id, page.result_id`.execute(tx);
    return rows;
  });

const EARLIER = sql`
  select json_agg(json_build_object('attempt', bad.attempt, 'message', bad.error_message, 'stack', bad.stack_trace) order by bad.attempt)
  from test_results bad where bad.execution_id = page.execution_id and bad.name_hash = page.name_hash
    and bad.attempt < page.attempt and bad.status in ('failed', 'error')`;

/** Of the texts of a result, without reading them. */
const BYTES = sql`octet_length(test_name) + coalesce(octet_length(error_message), 0) + coalesce(octet_length(stack_trace), 0)
  + coalesce(octet_length(output), 0) + coalesce(pg_column_size(assertions), 0)
  + coalesce(pg_column_size(code_frame), 0)`;

const resultForReport = (row: ResultRow): ResultForReport => ({
  resultId: row.result_id,
  unitId: row.unit_id,
  groupIndex: row.group_index,
  name: row.test_name,
  suite: row.suite,
  file: row.file_path,
  line: row.line_number,
  project: row.project,
  status: row.status,
  flaky: row.flaky || (row.status === 'passed' && (row.earlier?.length ?? 0) > 0),
  retries: row.retries,
  attempt: row.attempt,
  durationMs: row.duration_ms,
  executedAt: row.executed_at.toISOString(),
  message: row.error_message,
  stack: row.stack_trace,
  codeFrame: row.code_frame,
  output: row.output,
  tags: row.tags,
  assertions: row.assertions ?? [],
  quarantine:
    row.quarantine_reason === null || row.quarantine_expires_at === null
      ? null
      : { reason: row.quarantine_reason, expiresAt: row.quarantine_expires_at.toISOString() },
  earlierFailures: row.earlier ?? [],
});
