/** Reads an execution for its reports, page by page: a report of 100,000 results is never in memory whole. */
import type {
  Counts,
  ExecutionId,
  FailureReason,
  QuarantinedCounts,
  UnitOutcome,
  Verdict,
} from '@gauntlet/contract';
import { type MetricStore, NO_COUNTS, type ReportReader, type ReportSource } from '../../executions/index.ts';
import type { Ids } from '../../kernel/ids.ts';
import { type Database, txOf } from './database.ts';
import { executionOf } from './execution-store.ts';
import { readResults } from './report-results.ts';

type ReportUnit = ReturnType<ReportSource['units']> extends AsyncIterable<infer Unit> ? Unit : never;

const PAGE = 1000;
const NIL = '00000000-0000-0000-0000-000000000000';

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
  let after = NIL;
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
