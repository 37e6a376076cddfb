/** Reads an execution for its reports, page by page: a report of 100,000 results is never in memory whole. */
import type {
  CaseAssertion,
  CaseStatus,
  Counts,
  ExecutionId,
  FailureReason,
  QuarantinedCounts,
  UnitOutcome,
  Verdict,
} from '@gauntlet/contract';
import { sql } from 'kysely';
import {
  type MetricStore,
  NO_COUNTS,
  type ReportReader,
  type ReportSource,
  type ResultForReport,
} from '../../executions/index.ts';
import type { Ids } from '../../kernel/ids.ts';
import { type Database, txOf } from './database.ts';
import { executionOf } from './execution-store.ts';
import { lastUnits } from './result-store.ts';

type ReportUnit = ReturnType<ReportSource['units']> extends AsyncIterable<infer Unit> ? Unit : never;

const PAGE = 1000;

export function createPostgresReportReader(database: Database, gauntletVersion: string): ReportReader {
  return {
    source: async (executionId) => ({
      execution: await readExecution(database, executionId, gauntletVersion),
      groups: await readGroups(database, executionId),
      units: () => readUnits(database, executionId),
      results: () => readResults(database, executionId),
    }),
  };
}

async function readExecution(
  database: Database,
  executionId: ExecutionId,
  gauntletVersion: string,
): Promise<ReportSource['execution']> {
  const row = await database
    .selectFrom('test_executions')
    .innerJoin('users', 'users.user_id', 'test_executions.submitted_by')
    .selectAll('test_executions')
    .select('users.username')
    .where('execution_id', '=', executionId)
    .executeTakeFirstOrThrow();
  const { definition } = executionOf(row) as NonNullable<ReturnType<typeof executionOf>>;
  const end = row.completed_at ?? row.status_changed_at;
  return {
    id: executionId,
    name: definition.name,
    type: definition.type,
    framework: row.framework,
    verdict: (row.verdict ?? 'infrastructure') as Verdict,
    failureReason: row.failure_reason as FailureReason | null,
    failureMessage: row.failure_message,
    counts: (row.counts as Counts | null) ?? NO_COUNTS,
    quarantined: row.quarantined as QuarantinedCounts | null,
    submittedAt: row.submitted_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    completedAt: row.completed_at?.toISOString() ?? null,
    durationMs: Math.max(0, end.getTime() - (row.started_at ?? row.submitted_at).getTime()),
    attempts: row.attempt + 1,
    commit: row.content_commit,
    setup: row.setup_chosen,
    countVerified: row.count_verified,
    tags: definition.tags,
    parallelism: row.parallelism,
    submittedBy: row.username,
    definitionVersion: row.definition_version,
    gauntletVersion,
  };
}

async function readGroups(database: Database, executionId: ExecutionId): Promise<ReportSource['groups']> {
  const query = database.selectFrom('execution_groups').selectAll().where('execution_id', '=', executionId);
  const rows = await query.orderBy('attempt').orderBy('group_index').execute();
  return rows.map((row) => ({
    index: row.group_index,
    attempt: row.attempt,
    status: row.status as ReportSource['groups'][number]['status'],
    nodeName: row.node_name,
    podName: row.pod_name,
    unitsReported: row.units_reported,
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    lostReason: row.lost_reason,
    counts: row.counts as Counts | null,
  }));
}

async function* readUnits(database: Database, executionId: ExecutionId): AsyncIterable<ReportUnit> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const query = database
      .selectFrom('execution_units as unit')
      .leftJoin('execution_groups as grouped', 'grouped.group_id', 'unit.group_id')
      .selectAll('unit')
      .select('grouped.group_index')
      .where('unit.execution_id', '=', executionId);
    const rows = await query.where('unit_id', '>', after).orderBy('unit_id').limit(PAGE).execute();
    for (const row of rows)
      yield {
        unitId: row.unit_id,
        key: row.unit_key,
        title: row.title,
        file: row.file,
        attempt: row.attempt,
        groupIndex: row.group_index,
        outcome: row.outcome as UnitOutcome | null,
        reason: row.reason as FailureReason | null,
        message: row.message,
        startedAt: row.started_at?.toISOString() ?? null,
        durationMs: row.duration_ms,
      };
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.unit_id;
  }
}

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
  output: string | null;
  tags: string[];
  assertions: CaseAssertion[] | null;
  group_index: number | null;
  quarantine_reason: string | null;
  quarantine_expires_at: Date | null;
  earlier: { attempt: number; message: string | null; stack: string | null }[] | null;
};

/** By unit, then in the order in which they were recorded. */
async function* readResults(database: Database, executionId: ExecutionId): AsyncIterable<ResultForReport> {
  let after = {
    unitId: '00000000-0000-0000-0000-000000000000',
    resultId: '00000000-0000-0000-0000-000000000000',
  };
  for (;;) {
    const { rows } = await sql<ResultRow>`
      select result.*, grouped.group_index, noted.reason as quarantine_reason, noted.expires_at as quarantine_expires_at, case when result.attempt > 0 then (
        select json_agg(json_build_object('attempt', bad.attempt, 'message', bad.error_message, 'stack', bad.stack_trace) order by bad.attempt)
        from test_results bad where bad.execution_id = result.execution_id and bad.name_hash = result.name_hash
          and bad.attempt < result.attempt and bad.status in ('failed', 'error')) end as earlier
      from test_results result left join execution_groups grouped on grouped.group_id = result.group_id
      left join quarantined_results noted on noted.execution_id = result.execution_id and noted.result_id = result.result_id
      where result.execution_id = ${executionId} and result.unit_id in (${lastUnits(executionId)})
        and (result.unit_id, result.result_id) > (${after.unitId}::uuid, ${after.resultId}::uuid)
      order by result.unit_id, result.result_id limit ${PAGE}`.execute(database);
    for (const row of rows) yield resultForReport(row);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = { unitId: last.unit_id, resultId: last.result_id };
  }
}

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
  output: row.output,
  tags: row.tags,
  assertions: row.assertions ?? [],
  quarantine:
    row.quarantine_reason === null || row.quarantine_expires_at === null
      ? null
      : { reason: row.quarantine_reason, expiresAt: row.quarantine_expires_at.toISOString() },
  earlierFailures: row.earlier ?? [],
});

export function createPostgresMetricStore(ids: Ids): MetricStore {
  return {
    countsOf: async (tx, executionId) => {
      const query = txOf(tx)
        .selectFrom('test_executions')
        .select('counts')
        .where('execution_id', '=', executionId);
      return ((await query.executeTakeFirst())?.counts as Counts | null | undefined) ?? null;
    },
    insert: async (tx, executionId, metrics, now) => {
      const rows = metrics.map(({ name, value, unit }) => ({
        metric_id: ids.next<string>(),
        execution_id: executionId,
        metric_name: name,
        metric_value: value,
        unit,
        measured_at: now,
      }));
      await txOf(tx).insertInto('test_metrics').values(rows).execute();
      const copy = JSON.stringify(Object.fromEntries(metrics.map(({ name, value }) => [name, value])));
      await txOf(tx)
        .updateTable('test_executions')
        .set({ metrics: copy })
        .where('execution_id', '=', executionId)
        .execute();
    },
  };
}
