/**
 * How far executions have come, from the counts of their units: no look at the results. Of each unit the
 * last attempt counts; of units that are run again, their last report until the next one.
 */
import type { Counts, ExecutionId } from '@gauntlet/contract';
import { sql } from 'kysely';
import { NO_COUNTS } from '../../../executions/index.ts';
import type { Database } from '../database.ts';

export type Progress = { counts: Counts; units: { total: number; reported: number } };

export const NO_PROGRESS: Progress = { counts: NO_COUNTS, units: { total: 0, reported: 0 } };

type Row = Counts & { execution_id: ExecutionId; units_total: number; units_reported: number };

export async function readProgress(
  database: Database,
  executions: readonly { executionId: string; attempt: number }[],
): Promise<Map<string, Progress>> {
  const once = executions.filter(({ attempt }) => attempt === 0).map(({ executionId }) => executionId);
  const again = executions.filter(({ attempt }) => attempt > 0).map(({ executionId }) => executionId);
  const rows = [...(await sumOnce(database, once)), ...(await sumLatest(database, again))];
  return new Map(rows.map((row) => [row.execution_id, progressOf(row)]));
}

const SUMS = sql`coalesce(sum(total), 0) as total, coalesce(sum(passed), 0) as passed, coalesce(sum(failed), 0) as failed,
  coalesce(sum(skipped), 0) as skipped, coalesce(sum(flaky), 0) as flaky`;

/** Without a retry each unit has one row. */
async function sumOnce(database: Database, executionIds: readonly string[]): Promise<Row[]> {
  if (executionIds.length === 0) return [];
  const { rows } = await sql<Row>`
    select execution_id, count(*) as units_total, count(*) filter (where status = 'reported') as units_reported, ${SUMS}
    from execution_units where execution_id = any(${executionIds}::uuid[]) group by execution_id`.execute(
    database,
  );
  return rows;
}

async function sumLatest(database: Database, executionIds: readonly string[]): Promise<Row[]> {
  if (executionIds.length === 0) return [];
  const { rows } = await sql<Row>`
    with latest as (
      select distinct on (execution_id, key_hash) execution_id, status from execution_units
      where execution_id = any(${executionIds}::uuid[]) order by execution_id, key_hash, attempt desc
    ), reported as (
      select distinct on (execution_id, key_hash) execution_id, total, passed, failed, skipped, flaky from execution_units
      where execution_id = any(${executionIds}::uuid[]) and status = 'reported' order by execution_id, key_hash, attempt desc
    ), sums as (
      select execution_id, ${SUMS} from reported group by execution_id
    )
    select execution_id, count(*) as units_total, count(*) filter (where status = 'reported') as units_reported,
      coalesce(max(total), 0) as total, coalesce(max(passed), 0) as passed, coalesce(max(failed), 0) as failed,
      coalesce(max(skipped), 0) as skipped, coalesce(max(flaky), 0) as flaky
    from latest left join sums using (execution_id) group by execution_id`.execute(database);
  return rows;
}

const progressOf = (row: Row): Progress => ({
  counts: {
    total: row.total,
    passed: row.passed,
    failed: row.failed,
    skipped: row.skipped,
    flaky: row.flaky,
  },
  units: { total: row.units_total, reported: row.units_reported },
});
