/** A result as lists show it: long names and messages are cut, one result has them whole. */
import type { ExecutionId, ResultId, ResultSummary, TestCaseId, UnitId } from '@gauntlet/contract';
import { type RawBuilder, sql } from 'kysely';

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

/**
 * Passed only on a retry: of the framework's own, or in a later attempt than one in which the same test failed.
 * @param below the attempt that is shown, or the last one
 */
export const isFlaky = (executionId: ExecutionId, below: number): RawBuilder<unknown> =>
  below === 0
    ? sql`flaky`
    : sql`(flaky or (attempt > 0 and status = 'passed' and name_hash in (
        select bad.name_hash from test_results bad where bad.execution_id = ${executionId}
          and bad.attempt < ${below} and bad.status in ('failed', 'error'))))`;

export const resultColumns = (flaky: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  ${OF_THE_TEST}, result_id, unit_id, left(test_name, ${LONGEST_TEXT}) as test_name, suite, file_path, line_number, project, status,
  ${flaky} as flaky, attempt, duration_ms, left(error_message, ${LONGEST_TEXT}) as error_message, executed_at`;

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
