/** Rows of test_results and test_assertions, written in batches by unnest. */
import type {
  Counts,
  ExecutionId,
  FailureSummary,
  GroupId,
  ReportedResult,
  ResultId,
  UnitId,
} from '@gauntlet/contract';
import { INFRASTRUCTURE_REASONS } from '@gauntlet/core/executions';
import { sql } from 'kysely';
import { NO_COUNTS, type ResultStore } from '../../executions/index.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../kernel/tx.ts';
import { txOf } from './database.ts';
import { jsonOf } from './json-of.ts';

export function createPostgresResultStore(ids: Ids): ResultStore {
  return {
    insert: (tx, where, rows, now) => insert(ids, tx, where, rows, now),
    discard: async (tx, unitIds) => {
      if (unitIds.length > 0)
        await sql`delete from test_results where unit_id = any(${unitIds}::uuid[])`.execute(txOf(tx));
    },
    countsOfUnits: async (tx, unitIds) => {
      const { rows } = await sql<Counts & { unit_id: UnitId }>`
        select unit_id, ${COUNTS} from test_results where unit_id = any(${unitIds}::uuid[]) group by unit_id`.execute(
        txOf(tx),
      );
      return new Map(rows.map(({ unit_id, ...counts }) => [unit_id, counts]));
    },
    failuresOfUnits,
    counts: async (tx, executionId) => {
      const { rows } =
        await sql<Counts>`select ${COUNTS} from test_results where unit_id in (${lastUnits(executionId)})`.execute(
          txOf(tx),
        );
      return rows[0] ?? NO_COUNTS;
    },
    countRecovered,
  };
}

const COUNTS = sql`count(*) as total, count(*) filter (where status = 'passed') as passed,
  count(*) filter (where status in ('failed', 'error')) as failed, count(*) filter (where status = 'skipped') as skipped,
  count(*) filter (where status = 'passed' and flaky) as flaky`;

/**
 * The last attempt of each unit that has results which count: those of reported ones, and of those that
 * ran when their execution was cancelled or came to its limit.
 */
export const lastUnits = (executionId: string) => sql`
  select distinct on (key_hash) unit_id from execution_units as unit
  where execution_id = ${executionId} and (status = 'reported' or ${isInterrupted}) order by key_hash, attempt desc`;

const isInterrupted = sql`(status = 'claimed'
  and exists (select from test_executions ended where ended.execution_id = unit.execution_id
    and ended.ending_reason in ('cancelled', 'timeout') and ended.attempt = unit.attempt)
  and exists (select from test_results stored where stored.unit_id = unit.unit_id))`;

type Row = { unitId: UnitId; result: ReportedResult };

async function insert(
  ids: Ids,
  tx: Tx,
  where: { executionId: ExecutionId; attempt: number; groupId: GroupId },
  rows: readonly Row[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const withIds = rows.map((row) => ({ ...row, resultId: ids.next<ResultId>() }));
  await sql`
    insert into test_results (result_id, execution_id, attempt, group_id, unit_id, executed_at, test_name, status, duration_ms, error_message,
      stack_trace, assertions, file_path, line_number, suite, name_hash, project, flaky, retries, output, tags, result_key, code_frame)
    select result_id, ${where.executionId}::uuid, ${where.attempt}::int, ${where.groupId}::uuid, unit_id, ${now}::timestamptz, name, status,
      duration_ms, message, stack, assertions, file, line, suite,
      sha256(convert_to(coalesce(file, '') || chr(1) || coalesce(project, '') || chr(1) || suite::text || chr(1) || name, 'UTF8')),
      project, flaky, retries, output, tags, key, code_frame
    from json_to_recordset(${jsonOf(withIds.map(reportedRow))}::json) as reported (result_id uuid, unit_id uuid, name text, status text,
      duration_ms int, message text, stack text, assertions jsonb, file text, line int, suite text[], project text, flaky bool, retries int,
      output text, tags text[], key text, code_frame jsonb)`.execute(txOf(tx));
  await insertAssertions(ids, tx, withIds);
}

const reportedRow = ({ unitId, resultId, result }: Row & { resultId: ResultId }) => ({
  ...result,
  result_id: resultId,
  unit_id: unitId,
  duration_ms: Math.round(result.durationMs),
  assertions: result.assertions.length > 0 ? result.assertions : null,
  code_frame: result.codeFrame ?? null,
});

async function insertAssertions(
  ids: Ids,
  tx: Tx,
  results: readonly { result: ReportedResult; resultId: ResultId }[],
): Promise<void> {
  const rows = results.flatMap(({ result, resultId }) =>
    result.assertions.map((assertion) => ({ ...assertion, resultId })),
  );
  if (rows.length === 0) return;
  const named = rows.map((row) => ({ ...row, assertion_id: ids.next<string>(), result_id: row.resultId }));
  await sql`
    insert into test_assertions (assertion_id, result_id, assertion_type, expected_value, actual_value, passed, message)
    select assertion_id, result_id, type, expected, actual, passed, message from json_to_recordset(${jsonOf(named)}::json)
      as reported (assertion_id uuid, result_id uuid, type text, expected text, actual text, passed bool, message text)`.execute(
    txOf(tx),
  );
}

type FailureRow = {
  unit_id: UnitId;
  name: string;
  suite: string[];
  status: FailureSummary['status'];
  file_path: string | null;
  line_number: number | null;
  message: string | null;
};

/** By the index on units: without the fence of `offset 0` the planner may walk all results in their order. */
async function failuresOfUnits(
  tx: Tx,
  unitIds: readonly UnitId[],
  limit: number,
): Promise<Map<UnitId, FailureSummary[]>> {
  const found = new Map<UnitId, FailureSummary[]>(unitIds.map((unitId) => [unitId, []]));
  if (unitIds.length === 0) return found;
  const { rows } = await sql<FailureRow>`
    select failed.* from unnest(${unitIds}::uuid[]) as wanted (unit_id), lateral (
      select unit_id, left(test_name, 500) as name, suite, status, file_path, line_number, left(error_message, 2000) as message
      from (select * from test_results where unit_id = wanted.unit_id and status in ('failed', 'error') offset 0) as of_unit
      order by result_id limit ${limit}
    ) as failed`.execute(txOf(tx));
  for (const row of rows) found.get(row.unit_id)?.push(failureSummary(row));
  return found;
}

const failureSummary = (row: FailureRow): FailureSummary => ({
  name: row.name,
  suite: row.suite.map((name) => name.slice(0, 200)),
  status: row.status,
  ...(row.file_path === null ? {} : { file: row.file_path }),
  ...(row.line_number === null ? {} : { line: row.line_number }),
  ...(row.message === null ? {} : { message: row.message }),
});

/** Nobody's test: what was lost that way and passes later was never seen to fail. */
const INFRASTRUCTURE = [...INFRASTRUCTURE_REASONS];

/** Claimed and never returned is only what ran when the run limit passed: cancelled, nothing is tried again. */
async function countRecovered(tx: Tx, executionId: ExecutionId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with tests as (
      select distinct good.name_hash, good.unit_id from test_results good
      join test_results bad on bad.execution_id = good.execution_id and bad.name_hash = good.name_hash and bad.attempt < good.attempt
      where good.execution_id = ${executionId} and good.attempt > 0 and good.status = 'passed' and not good.flaky and bad.status in ('failed', 'error')
        and good.unit_id in (${lastUnits(executionId)})
    ), units as (
      select good.unit_id from execution_units good
      where good.execution_id = ${executionId} and good.attempt > 0 and good.outcome = 'passed' and good.flaky = 0
        and good.unit_id in (${lastUnits(executionId)}) and good.unit_id not in (select unit_id from tests)
        and exists (select from execution_units bad
          where bad.execution_id = good.execution_id and bad.key_hash = good.key_hash and bad.attempt < good.attempt
            and ((bad.outcome in ('failed', 'error') and coalesce(bad.reason, '') <> all(${INFRASTRUCTURE}::text[]))
              or (bad.status = 'claimed' and bad.started_at is not null)))
    )
    select (select count(distinct name_hash) from tests) + (select count(*) from units) as count`.execute(
    txOf(tx),
  );
  return rows[0]?.count ?? 0;
}
