/** The runs of one test, the newest execution first. */
import type { ExecutionId, ResultId, TestCaseId, TestRunView } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { sql } from 'kysely';
import { z } from 'zod';
import type { PageOrder, PageResult } from '../../../executions/index.ts';
import type { Database } from '../database.ts';
import { decodeCursor, pageOf } from './cursor.ts';

type Row = {
  execution_id: ExecutionId;
  result_id: ResultId;
  at: Date;
  outcome: TestRunView['outcome'];
  duration_ms: number;
  content_key: string | null;
  flip: boolean;
  quarantined: boolean;
  message: string | null;
};

export async function listTestRuns(
  database: Database,
  testCaseId: TestCaseId,
  order: PageOrder,
): Promise<PageResult<TestRunView>> {
  const after = decodeCursor(z.tuple([z.uuid()]), order.cursor);
  if (!after.ok) return after;
  const start = after.value ? sql`and execution_id < ${after.value[0]}::uuid` : sql``;
  const { rows } = await sql<Row>`
    select execution_id, result_id, at, outcome, duration_ms, content_key, flip, quarantined, message from test_runs
    where test_id = ${testCaseId} ${start} order by execution_id desc limit ${order.limit + 1}`.execute(
    database,
  );
  return ok(pageOf(rows, order, testRunView, (row) => [row.execution_id]));
}

const testRunView = (row: Row): TestRunView => ({
  executionId: row.execution_id,
  resultId: row.result_id,
  at: row.at.toISOString(),
  outcome: row.outcome,
  durationMs: row.duration_ms,
  contentKey: row.content_key,
  bothOutcomes: row.flip,
  quarantined: row.quarantined,
  message: row.message,
});
