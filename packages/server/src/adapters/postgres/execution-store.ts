/** Rows of test_executions. `status` changes by move() alone, compare-and-swap. */
import { createHash } from 'node:crypto';
import type {
  DefinitionId,
  EnvironmentId,
  ExecutionId,
  ExecutionStatus,
  FailureReason,
  ProjectId,
  TeamId,
  TestDefinition,
  UserId,
} from '@gauntlet/contract';
import { type Selectable, sql } from 'kysely';
import type { Execution, ExecutionPatch, ExecutionStore, NewExecution } from '../../executions/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { commitContentKey, submittedContentKey } from './content-key.ts';
import { type Database, txOf } from './database.ts';
import type { TestExecutions } from './generated/database.ts';

export function createPostgresExecutionStore(database: Database): ExecutionStore {
  return {
    insert,
    find: async (executionId) => {
      const query = database.selectFrom('test_executions').selectAll();
      return executionOf(await query.where('execution_id', '=', executionId).executeTakeFirst());
    },
    lock: async (tx, executionId) => {
      const query = txOf(tx)
        .selectFrom('test_executions')
        .selectAll()
        .where('execution_id', '=', executionId);
      return executionOf(await query.forNoKeyUpdate().executeTakeFirst());
    },
    move,
    patch: async (tx, executionId, patch) => {
      const values = columnsOf(patch);
      if (Object.keys(values).length === 0) return;
      await txOf(tx)
        .updateTable('test_executions')
        .set(values)
        .where('execution_id', '=', executionId)
        .execute();
    },
    findByIdempotencyKey: async (tx, { teamId, projectId, userId, key, request }) => {
      const row = await txOf(tx)
        .selectFrom('test_executions')
        .select(['execution_id', 'idempotency_request_hash'])
        .where('team_id', '=', teamId)
        .where('submitted_by', '=', userId)
        .where('idempotency_project_id', 'is not distinct from', projectId)
        .where('idempotency_key', '=', key)
        .executeTakeFirst();
      if (!row) return null;
      const same = row.idempotency_request_hash?.equals(sha256(request)) ?? false;
      return { executionId: row.execution_id as ExecutionId, request: same ? 'same' : 'another' };
    },
    listOverdue: (now) => listOverdue(database, now),
    listByStatus: async (statuses, limit) => {
      const query = database
        .selectFrom('test_executions')
        .select('execution_id')
        .where('status', 'in', statuses);
      const rows = await query.orderBy('status_changed_at').limit(limit).execute();
      return rows.map((row) => row.execution_id as ExecutionId);
    },
    keepCollecting: async (executionId, by, until) => {
      const own = database.updateTable('test_executions').set({ claim_expires_at: until });
      await own.where('execution_id', '=', executionId).where('claimed_by', '=', by).execute();
    },
    deleteArchivedBefore: (moment, limit) => deleteArchivedBefore(database, moment, limit),
    claimForCollecting: (by, now, leaseSeconds) => claimForCollecting(database, by, now, leaseSeconds),
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();

async function insert(tx: Tx, execution: NewExecution): Promise<void> {
  await txOf(tx)
    .insertInto('test_executions')
    .values({
      execution_id: execution.executionId,
      definition_id: execution.definitionId,
      definition_version: execution.definitionVersion,
      effective_definition: JSON.stringify(execution.definition),
      environment_id: execution.environmentId,
      runs_on: execution.runsOn,
      team_id: execution.teamId,
      project_id: execution.projectId,
      submitted_by: execution.submittedBy,
      submitted_at: execution.submittedAt,
      status: 'submitted',
      status_changed_at: execution.submittedAt,
      priority: execution.priority,
      parallelism: execution.parallelism,
      cpu_request_millis: execution.cpuRequestMillis,
      memory_request_bytes: execution.memoryRequestBytes,
      queue_deadline_at: execution.queueDeadlineAt,
      framework: execution.definition.framework ?? null,
      content_key: submittedContentKey(execution.definition),
      rerun_of: execution.rerunOf,
      rerun_only: execution.rerunOnly,
      idempotency_key: execution.idempotency?.key ?? null,
      idempotency_project_id: execution.idempotency?.projectId ?? null,
      idempotency_request_hash: execution.idempotency && sha256(execution.idempotency.request),
    })
    .execute();
}

async function move(
  tx: Tx,
  id: ExecutionId,
  from: ExecutionStatus,
  to: ExecutionStatus,
  patch: ExecutionPatch,
): Promise<boolean> {
  const moved = await txOf(tx)
    .updateTable('test_executions')
    .set({ ...columnsOf(patch), status: to, status_changed_at: sql<Date>`now()` })
    .where('execution_id', '=', id)
    .where('status', '=', from)
    .executeTakeFirst();
  return moved.numUpdatedRows === 1n;
}

function columnsOf(patch: ExecutionPatch) {
  const columns = {
    attempt: patch.attempt,
    retry_count: patch.attempt,
    framework: patch.framework,
    parallelism: patch.parallelism,
    ending_reason: patch.endingReason,
    failure_reason: patch.failureReason,
    failure_message: patch.failureMessage,
    exit_code: patch.exitCode,
    verdict: patch.verdict,
    counts: patch.counts && JSON.stringify(patch.counts),
    quarantined: patch.quarantined && JSON.stringify(patch.quarantined),
    content_commit: patch.contentCommit,
    content_key: patch.contentCommit ? commitContentKey(patch.contentCommit) : undefined,
    setup_chosen: patch.setupChosen,
    count_verified: patch.countVerified,
    placement: patch.placement && JSON.stringify(patch.placement),
    node_name: patch.nodeName,
    pod_name: patch.podName,
    waiting_for: patch.waitingFor,
    queued_at: patch.queuedAt,
    started_at: patch.startedAt,
    completed_at: patch.completedAt,
    run_deadline_at: patch.runDeadlineAt,
    retry_at: patch.retryAt,
    archived_at: patch.archivedAt,
    cancel_requested_by: patch.cancelRequestedBy,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

async function listOverdue(database: Database, now: Date) {
  const { rows } = await sql<{ execution_id: ExecutionId; overdue: 'queue' | 'run' }>`
    select execution_id, 'queue' as overdue from test_executions where status = 'queued' and queue_deadline_at <= ${now}
    union all
    select execution_id, 'queue' from test_executions where status = 'retrying'
      and retry_at + make_interval(secs => (effective_definition #>> '{timeouts,queueSeconds}')::int) <= ${now}
    union all
    select execution_id, 'run' from test_executions
    where status in ('scheduled', 'initializing', 'running', 'completing') and run_deadline_at <= ${now} and ending_reason is null`.execute(
    database,
  );
  return rows.map((row) => ({ executionId: row.execution_id, limit: row.overdue }));
}

async function claimForCollecting(
  database: Database,
  by: string,
  now: Date,
  leaseSeconds: number,
): Promise<ExecutionId | null> {
  const until = new Date(now.getTime() + leaseSeconds * 1000);
  const { rows } = await sql<{ execution_id: ExecutionId }>`
    update test_executions set claimed_by = ${by}, claim_expires_at = ${until} where execution_id = (
      select execution_id from test_executions where status = 'cleanup' and (claim_expires_at is null or claim_expires_at < ${now})
      order by status_changed_at limit 1 for update skip locked)
    returning execution_id`.execute(database);
  return rows[0]?.execution_id ?? null;
}

/** The stream goes with its execution; artifacts whose bytes are still stored keep it until they expire. */
async function deleteArchivedBefore(database: Database, moment: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with old as (
      select execution_id from test_executions where archived_at < ${moment}
        and not exists (select from test_artifacts kept where kept.execution_id = test_executions.execution_id and kept.state = 'stored')
      order by archived_at limit ${limit}
    ), runs as (
      delete from test_runs where execution_id in (select execution_id from old)
    ), facts as (
      delete from events where stream_id in (select 'execution-' || execution_id from old)
    ), streams as (
      delete from event_streams where stream_id in (select 'execution-' || execution_id from old)
    ), gone as (
      delete from test_executions where execution_id in (select execution_id from old) returning 1
    ) select count(*) as count from gone`.execute(database);
  return rows[0]?.count ?? 0;
}

export function executionOf(row: Selectable<TestExecutions> | undefined): Execution | null {
  if (!row) return null;
  return {
    executionId: row.execution_id as ExecutionId,
    definitionId: row.definition_id as DefinitionId,
    definitionVersion: row.definition_version,
    definition: row.effective_definition as unknown as TestDefinition,
    environmentId: row.environment_id as EnvironmentId,
    runsOn: row.runs_on as Execution['runsOn'],
    teamId: row.team_id as TeamId,
    projectId: row.project_id as ProjectId | null,
    submittedBy: row.submitted_by as UserId,
    status: row.status as ExecutionStatus,
    attempt: row.attempt,
    framework: row.framework,
    parallelism: row.parallelism,
    priority: row.priority,
    cpuRequestMillis: row.cpu_request_millis,
    memoryRequestBytes: row.memory_request_bytes,
    endingReason: row.ending_reason as Execution['endingReason'],
    failureReason: row.failure_reason as FailureReason | null,
    failureMessage: row.failure_message,
    contentCommit: row.content_commit,
    submittedAt: row.submitted_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    runDeadlineAt: row.run_deadline_at,
    retryAt: row.retry_at,
    nodeName: row.node_name,
    placement: row.placement as unknown as Execution['placement'],
    waitingFor: row.waiting_for,
    rerunOf: row.rerun_of as ExecutionId | null,
    rerunOnly: row.rerun_only as 'all' | 'failed',
  };
}
