/** One result whole, with its assertions and the artifacts tied to it; and the metrics of an execution. */
import type { CaseAssertion, CodeFrame, ExecutionId, MetricView, ResultId } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { ResultDetail } from '../../../executions/index.ts';
import type { Database } from '../database.ts';
import { listArtifactsOfResult } from './artifact-list.ts';
import { isFlaky, OF_THE_TEST, type ResultRow, resultSummary } from './result-row.ts';

/** No attempt is later. */
const LAST = 1_000;

type DetailRow = ResultRow & {
  is_flaky: boolean;
  stack_trace: string | null;
  code_frame: CodeFrame | null;
  output: string | null;
  tags: string[];
  retries: number;
};

const MOST_METRICS = 10_000;

export async function showResult(
  database: Database,
  executionId: ExecutionId,
  resultId: ResultId,
): Promise<ResultDetail | null> {
  const { rows } = await sql<DetailRow>`
    select *, ${OF_THE_TEST}, ${isFlaky(executionId, LAST)} as is_flaky from test_results where result_id = ${resultId} and execution_id = ${executionId}`.execute(
    database,
  );
  const row = rows[0];
  if (!row) return null;
  return {
    ...resultSummary({ ...row, flaky: row.is_flaky }),
    stack: row.stack_trace,
    codeFrame: row.code_frame,
    output: row.output,
    tags: row.tags,
    retries: row.retries,
    assertions: await readAssertions(database, resultId),
    artifacts: await listArtifactsOfResult(database, resultId),
  };
}

async function readAssertions(database: Database, resultId: ResultId): Promise<CaseAssertion[]> {
  const query = database.selectFrom('test_assertions').selectAll().where('result_id', '=', resultId);
  return (await query.orderBy('assertion_id').execute()).map((row) => ({
    type: row.assertion_type,
    passed: row.passed,
    ...(row.expected_value === null ? {} : { expected: row.expected_value }),
    ...(row.actual_value === null ? {} : { actual: row.actual_value }),
    ...(row.message === null ? {} : { message: row.message }),
  }));
}

export async function listMetrics(database: Database, executionId: ExecutionId): Promise<MetricView[]> {
  const query = database.selectFrom('test_metrics').selectAll().where('execution_id', '=', executionId);
  const rows = await query.orderBy('metric_name').orderBy('measured_at').limit(MOST_METRICS).execute();
  return rows.map((row) => ({
    name: row.metric_name,
    value: row.metric_value,
    unit: row.unit ?? '',
    labels: row.labels as Record<string, string>,
    measuredAt: row.measured_at.toISOString(),
  }));
}
