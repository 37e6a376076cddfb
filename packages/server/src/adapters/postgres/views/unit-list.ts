/** The units of an execution, in the order of the plan; of each its last attempt when none is asked for. */
import type {
  Counts,
  ExecutionId,
  FailureReason,
  UnitId,
  UnitOutcome,
  UnitStatus,
  UnitView,
} from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { PageOrder, PageResult, UnitFilter } from '../../../executions/index.ts';
import type { Database } from '../database.ts';
import type { ExecutionUnits } from '../generated/database.ts';
import { decodeCursor, pageOf } from './cursor.ts';

const Key = z.tuple([z.int(), z.uuid()]);
type UnitRow = Selectable<ExecutionUnits> & { group_index: number | null; over: boolean };

export async function listUnits(
  database: Database,
  executionId: ExecutionId,
  { attempt, outcomes }: UnitFilter,
  order: PageOrder,
): Promise<PageResult<UnitView>> {
  const after = decodeCursor(Key, order.cursor);
  if (!after.ok) return after;
  const [position, unitId] = after.value ?? [-1, '00000000-0000-0000-0000-000000000000'];
  const units =
    attempt === undefined
      ? sql`select distinct on (key_hash) * from execution_units where execution_id = ${executionId} order by key_hash, attempt desc`
      : sql`select * from execution_units where execution_id = ${executionId} and attempt = ${attempt}`;
  const { rows } = await sql<UnitRow>`
    select unit.*, grouped.group_index, execution.verdict is not null as over from (${units}) as unit
    join test_executions execution using (execution_id)
    left join execution_groups grouped on grouped.group_id = unit.group_id
    where ${outcomes === undefined ? sql`true` : sql`unit.outcome = any(${outcomes}::text[])`}
      and (unit.position, unit.unit_id) > (${position}::int, ${unitId}::uuid)
    order by unit.position, unit.unit_id limit ${order.limit + 1}`.execute(database);
  return ok(pageOf(rows, order, unitView, (row) => [row.position, row.unit_id]));
}

const unitView = (row: UnitRow): UnitView => ({
  unitId: row.unit_id as UnitId,
  key: row.unit_key,
  title: row.title,
  file: row.file,
  attempt: row.attempt,
  // Interrupted by the end of the execution, it runs no more, though nobody gave it back.
  status: row.over && row.status === 'claimed' ? 'pending' : (row.status as UnitStatus),
  outcome: row.outcome as UnitOutcome | null,
  reason: row.reason as FailureReason | null,
  message: row.message,
  groupIndex: row.group_index,
  estimatedMs: row.estimated_ms,
  durationMs: row.duration_ms,
  counts: countsOf(row),
});

function countsOf({ total, passed, failed, skipped, flaky }: UnitRow): Counts | null {
  if (total === null) return null;
  return { total, passed: passed ?? 0, failed: failed ?? 0, skipped: skipped ?? 0, flaky: flaky ?? 0 };
}
