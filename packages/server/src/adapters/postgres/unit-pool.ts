/**
 * Rows of execution_units and unit_timings. Invariants: a unit is claimed by one group at a time
 * (SKIP LOCKED); a reported unit never changes again within its attempt.
 */
import type {
  ClaimedUnit,
  DefinitionId,
  ExecutionId,
  FailureReason,
  GroupId,
  UnitId,
  UnitOutcome,
} from '@gauntlet/contract';
import type { UnitFact } from '@gauntlet/core/executions';
import { type Selectable, sql } from 'kysely';
import type {
  ClaimOrder,
  EstimatedUnit,
  HeldUnit,
  StoredUnit,
  UnitEnd,
  UnitPool,
} from '../../executions/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { txOf } from './database.ts';
import type { ExecutionUnits } from './generated/database.ts';

export function createPostgresUnitPool(): UnitPool {
  return {
    insert,
    pending: async (tx, executionId, attempt) => {
      const { rows } = await sql<{ units: number; estimated_ms: number | null; unknown: number }>`
        select count(*) as units, sum(estimated_ms)::bigint as estimated_ms, count(*) - count(estimated_ms) as unknown
        from execution_units where execution_id = ${executionId} and attempt = ${attempt} and status = 'pending'`.execute(
        txOf(tx),
      );
      const row = rows[0];
      return { units: row?.units ?? 0, estimatedMs: row && row.unknown === 0 ? row.estimated_ms : null };
    },
    claim,
    claimedBefore: async (tx, groupId, claimNumber) => {
      const query = txOf(tx).selectFrom('execution_units').selectAll().where('group_id', '=', groupId);
      const rows = await query
        .where('claim_number', '=', claimNumber)
        .where('status', '=', 'claimed')
        .execute();
      return rows.map(claimedUnit);
    },
    heldBy,
    start: (tx, unitIds, now) => change(tx, unitIds, { started_at: now }),
    finish,
    giveBack: (tx, unitIds) => change(tx, unitIds, RETURNED),
    giveBackAll: async (tx, groupId) => {
      const query = txOf(tx).updateTable('execution_units').set(RETURNED).where('group_id', '=', groupId);
      const rows = await query.where('status', '=', 'claimed').returning('unit_id').execute();
      return rows.map((row) => row.unit_id as UnitId);
    },
    areAllReported: async (tx, executionId, attempt) => {
      const { rows } = await sql<{ left: boolean }>`select exists (select from execution_units
        where execution_id = ${executionId} and attempt = ${attempt} and status <> 'reported') as left`.execute(
        txOf(tx),
      );
      return rows[0]?.left === false;
    },
    facts,
    history,
    countKnown,
    rememberTimings,
  };
}

const RETURNED = { status: 'pending', group_id: null, claim_number: null, started_at: null };

async function insert(
  tx: Tx,
  plan: { executionId: ExecutionId; attempt: number; units: readonly EstimatedUnit[] },
): Promise<void> {
  const { units } = plan;
  if (units.length === 0) return;
  await sql`
    insert into execution_units (unit_id, execution_id, attempt, unit_key, key_hash, title, file, position, estimated_ms, expected_tests)
    select unit_id, ${plan.executionId}::uuid, ${plan.attempt}::int, unit_key, sha256(convert_to(unit_key, 'UTF8')), title, file, position, estimated_ms, expected_tests
    from unnest(${units.map((unit) => unit.unitId)}::uuid[], ${units.map((unit) => unit.key)}::text[], ${units.map((unit) => unit.title)}::text[],
      ${units.map((unit) => unit.file ?? null)}::text[], ${units.map((_, place) => place)}::int[], ${units.map((unit) => unit.estimatedMs)}::int[],
      ${units.map((unit) => unit.expectedTests ?? null)}::int[])
      as listed (unit_id, unit_key, title, file, position, estimated_ms, expected_tests)
    on conflict do nothing`.execute(txOf(tx));
}

/** Longest first until the count or the time budget is reached, one at least: core's `takeClaim`, as SQL. */
async function claim(tx: Tx, order: ClaimOrder): Promise<ClaimedUnit[]> {
  const { rows } = await sql<Selectable<ExecutionUnits>>`
    with candidates as (
      select unit_id, estimated_ms, position from execution_units
      where execution_id = ${order.executionId} and attempt = ${order.attempt} and status = 'pending'
      order by estimated_ms desc nulls first, position limit ${order.count} for update skip locked
    ), running as (
      select unit_id, sum(coalesce(estimated_ms, 0)) over (order by estimated_ms desc nulls first, position) - coalesce(estimated_ms, 0) as before_ms
      from candidates
    )
    update execution_units set status = 'claimed', group_id = ${order.groupId}, claim_number = ${order.claimNumber}
    where unit_id in (select unit_id from running where ${order.budgetMs}::float8 is null or before_ms = 0 or before_ms < ${order.budgetMs}::float8)
    returning *`.execute(txOf(tx));
  return rows
    .toSorted((a, b) => (b.estimated_ms ?? 0) - (a.estimated_ms ?? 0) || a.position - b.position)
    .map(claimedUnit);
}

async function heldBy(tx: Tx, groupId: GroupId, unitIds: readonly UnitId[]): Promise<Map<UnitId, HeldUnit>> {
  const { rows } = await sql<Pick<Selectable<ExecutionUnits>, 'unit_id' | 'title' | 'file' | 'started_at'>>`
    select unit_id, title, file, started_at from execution_units
    where unit_id = any(${unitIds}::uuid[]) and group_id = ${groupId} and status = 'claimed'`.execute(
    txOf(tx),
  );
  return new Map(
    rows.map(({ unit_id, title, file, started_at }) => [
      unit_id as UnitId,
      { unitId: unit_id as UnitId, title, file, state: started_at === null ? 'claimed' : 'started' },
    ]),
  );
}

async function change(tx: Tx, unitIds: readonly UnitId[], values: object): Promise<void> {
  if (unitIds.length === 0) return;
  const query = txOf(tx).updateTable('execution_units').set(values);
  await query.where('unit_id', '=', sql<string>`any(${unitIds}::uuid[])`).execute();
}

async function finish(tx: Tx, ends: readonly UnitEnd[], now: Date): Promise<void> {
  const column = <Value>(pick: (end: UnitEnd) => Value) => ends.map(pick);
  await sql`
    update execution_units as unit set status = 'reported', started_at = coalesce(unit.started_at, ${now}), finished_at = ${now}, outcome = ended.outcome, reason = ended.reason,
      message = ended.message, unexplained = ended.unexplained, duration_ms = ended.duration_ms, exit_code = ended.exit_code, total = ended.total, passed = ended.passed,
      failed = ended.failed, skipped = ended.skipped, flaky = ended.flaky
    from unnest(${column((end) => end.unitId)}::uuid[], ${column((end) => end.outcome)}::text[], ${column((end) => end.reason)}::text[],
      ${column((end) => end.message)}::text[], ${column((end) => end.unexplained)}::text[], ${column((end) => end.durationMs)}::int[], ${column((end) => end.exitCode)}::int[],
      ${column((end) => end.counts.total)}::int[], ${column((end) => end.counts.passed)}::int[], ${column((end) => end.counts.failed)}::int[],
      ${column((end) => end.counts.skipped)}::int[], ${column((end) => end.counts.flaky)}::int[])
      as ended (unit_id, outcome, reason, message, unexplained, duration_ms, exit_code, total, passed, failed, skipped, flaky)
    where unit.unit_id = ended.unit_id`.execute(txOf(tx));
}

/** One row for each unit: that of its last attempt. */
async function facts(tx: Tx, executionId: ExecutionId): Promise<StoredUnit[]> {
  const { rows } = await sql<Selectable<ExecutionUnits>>`
    select distinct on (key_hash) * from execution_units where execution_id = ${executionId} order by key_hash, attempt desc`.execute(
    txOf(tx),
  );
  return rows.map((row) => ({
    unitId: row.unit_id as UnitId,
    key: row.unit_key,
    title: row.title,
    status: row.status as UnitFact['status'],
    outcome: row.outcome as UnitOutcome | null,
    reason: row.reason as FailureReason | null,
    message: row.message,
    storedTests: row.total,
    expectedTests: row.expected_tests,
    failedTests: row.failed,
    unexplained: row.unexplained,
  }));
}

async function history(
  tx: Tx,
  definitionId: DefinitionId,
  keys: readonly string[],
): Promise<Map<string, number[]>> {
  const { rows } = await sql<{ unit_key: string; recent_ms: number[] }>`
    select unit_key, recent_ms from unit_timings where definition_id = ${definitionId}
      and key_hash in (select sha256(convert_to(key, 'UTF8')) from unnest(${keys}::text[]) as wanted (key))`.execute(
    txOf(tx),
  );
  return new Map(rows.map((row) => [row.unit_key, row.recent_ms]));
}

async function countKnown(tx: Tx, definitionId: DefinitionId): Promise<number> {
  const { rows } = await sql<{ units: number }>`
    select count(*)::int as units from unit_timings where definition_id = ${definitionId}`.execute(txOf(tx));
  return rows[0]?.units ?? 0;
}

async function rememberTimings(tx: Tx, executionId: ExecutionId): Promise<void> {
  await sql`
    insert into unit_timings as known (definition_id, key_hash, unit_key, recent_ms, updated_at)
    select execution.definition_id, unit.key_hash, unit.unit_key, array[unit.duration_ms], now()
    from (select distinct on (key_hash) * from execution_units where execution_id = ${executionId} and status = 'reported'
            and outcome in ('passed', 'failed') and reason is null order by key_hash, attempt desc) as unit
    join test_executions execution using (execution_id)
    on conflict (definition_id, key_hash) do update
      set recent_ms = (known.recent_ms || excluded.recent_ms)[greatest(1, cardinality(known.recent_ms) - 8):], updated_at = now()`.execute(
    txOf(tx),
  );
}

const claimedUnit = (row: Selectable<ExecutionUnits>): ClaimedUnit => ({
  unitId: row.unit_id as UnitId,
  key: row.unit_key,
  title: row.title,
  ...(row.file === null ? {} : { file: row.file }),
  ...(row.expected_tests === null ? {} : { expectedTests: row.expected_tests }),
});
