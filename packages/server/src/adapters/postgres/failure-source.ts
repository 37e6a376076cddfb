/** What failed in an execution, as its verdict counts it: the last attempt of each unit. */
import type { FailureReason, ResultId, UnitId } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { EndedExecution, FailedResult, FailureSource } from '../../executions/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { txOf } from './database.ts';
import { lastUnits } from './result-store.ts';

/** Further than that no text is looked at. */
const LONGEST_TEXT = 20_000;
const LONGEST_NAME = 500;

export function createPostgresFailureSource(): FailureSource {
  return {
    execution: async (tx, executionId) => {
      const { rows } = await sql<EndedExecution>`
        select execution_id as "executionId", definition_id as "definitionId", team_id as "teamId", project_id as "projectId",
          submitted_at as "submittedAt", failure_reason as "failureReason", left(failure_message, ${LONGEST_TEXT}) as "failureMessage"
        from test_executions where execution_id = ${executionId}`.execute(txOf(tx));
      return rows[0] ?? null;
    },
    failedResults,
    brokenUnits: async (tx, executionId, limit) => {
      const { rows } = await sql<{
        unitId: UnitId;
        title: string;
        file: string | null;
        reason: FailureReason;
        message: string | null;
      }>`
        select unit_id as "unitId", left(title, ${LONGEST_NAME}) as title, file, coalesce(reason, 'tests-failed') as reason,
          left(message, ${LONGEST_TEXT}) as message
        from execution_units unit where ${isBroken(executionId)}
        order by position limit ${limit}`.execute(txOf(tx));
      return rows;
    },
  };
}

/** Of a row `unit` of execution_units: it went wrong without a failed test. */
export const isBroken = (executionId: string) => sql`
  unit.unit_id in (${lastUnits(executionId)}) and unit.outcome in ('failed', 'error')
  and (coalesce(unit.reason, 'tests-failed') <> 'tests-failed' or not exists (
    select from test_results failed where failed.unit_id = unit.unit_id and failed.status in ('failed', 'error')))`;

/**
 * By a cursor: they are looked for once, however many pages they fill. Looked for first and sorted then, since for
 * a cursor's sake a plan may go through everybody's results in their order.
 */
async function* failedResults(tx: Tx, executionId: string, pageSize: number): AsyncGenerator<FailedResult[]> {
  await sql`
    declare failed_results no scroll cursor for
    with failed as materialized (
    select result_id as "resultId", unit_id as "unitId", file_path as file, left(error_message, ${sql.lit(LONGEST_TEXT)}) as message,
      left(stack_trace, ${sql.lit(LONGEST_TEXT)}) as stack,
      left(array_to_string(suite || test_name, ' > '), ${sql.lit(LONGEST_NAME)}) as name
    from test_results
    where execution_id = ${executionId} and status in ('failed', 'error') and unit_id in (${lastUnits(executionId)}))
    select * from failed order by "resultId"`.execute(txOf(tx));
  for (;;) {
    const { rows } = await sql<FailedResult & { resultId: ResultId }>`
      fetch ${sql.lit(pageSize)} from failed_results`.execute(txOf(tx));
    if (rows.length > 0) yield rows;
    if (rows.length < pageSize) break;
  }
  await sql`close failed_results`.execute(txOf(tx));
}
