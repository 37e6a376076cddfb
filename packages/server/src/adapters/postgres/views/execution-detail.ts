/** One execution with its groups, what is left of it, its reports and where its events have come to. */
import type {
  AgentPhase,
  ArtifactId,
  Counts,
  EnvironmentId,
  ExecutionId,
  ExecutionStatus,
  GroupId,
  GroupView,
} from '@gauntlet/contract';
import { remainingMs } from '@gauntlet/core/executions';
import { type Selectable, sql } from 'kysely';
import { streamIdOf } from '../../../event-store/index.ts';
import type { ExecutionDetail } from '../../../executions/index.ts';
import type { Workspace } from '../../../identity/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../database.ts';
import type { ExecutionGroups } from '../generated/database.ts';
import { inWorkspace } from '../workspace.ts';
import { instant, SUMMARY_COLUMNS, type SummaryRow, summarise } from './execution-summary.ts';

type DetailRow = SummaryRow & {
  exit_code: number | null;
  retry_at: Date | null;
  content_commit: string | null;
  content_key: string | null;
  setup_chosen: string | null;
  count_verified: boolean | null;
  environment_id: EnvironmentId;
  environment_name: string;
  placement: unknown;
  waiting_for: string | null;
  rerun_of: ExecutionId | null;
  last_event: number | null;
};

export async function showExecution(
  database: Database,
  clock: Clock,
  workspace: Workspace,
  executionId: ExecutionId,
): Promise<ExecutionDetail | null> {
  const row = await readRow(database, workspace, executionId);
  if (!row) return null;
  const [summary] = await summarise(database, [row], clock.now());
  if (!summary) return null;
  const groups = await readGroups(database, executionId);
  return {
    ...summary,
    exitCode: row.exit_code,
    retryAt: instant(row.retry_at),
    commit: row.content_commit,
    contentKey: row.content_key,
    setup: row.setup_chosen,
    countVerified: row.count_verified,
    remainingMs: row.status === 'running' ? await estimateRest(database, row) : null,
    environment: { environmentId: row.environment_id, name: row.environment_name },
    placement: row.placement,
    waitingFor: waitingOf(row, groups),
    rerunOf: row.rerun_of,
    groups,
    reports: await readReports(database, executionId),
    lastEvent: row.last_event ?? 0,
  };
}

export async function readStatus(
  database: Database,
  workspace: Workspace,
  executionId: ExecutionId,
): Promise<ExecutionStatus | null> {
  const query = database
    .selectFrom('test_executions')
    .select('status')
    .where('execution_id', '=', executionId);
  const row = await query.where(inWorkspace('test_executions', workspace)).executeTakeFirst();
  return (row?.status as ExecutionStatus | undefined) ?? null;
}

async function readRow(database: Database, workspace: Workspace, executionId: ExecutionId) {
  const streamId = streamIdOf({ aggregateType: 'execution', aggregateId: executionId });
  const { rows } = await sql<DetailRow>`
    select ${SUMMARY_COLUMNS}, exit_code, retry_at, content_commit, content_key, setup_chosen, count_verified, placement, waiting_for, rerun_of,
      execution.environment_id, place.environment_name,
      (select version from event_streams where stream_id = ${streamId}) as last_event
    from test_executions execution join users on users.user_id = execution.submitted_by
      join execution_environments place using (environment_id)
    where execution.execution_id = ${executionId} and ${inWorkspace('execution', workspace)}`.execute(
    database,
  );
  return rows[0];
}

/** Units that run now count whole: how far they are is not known. */
async function estimateRest(database: Database, { execution_id, attempt, parallelism }: DetailRow) {
  const units = await database
    .selectFrom('execution_units')
    .select(['unit_key', 'estimated_ms'])
    .where('execution_id', '=', execution_id)
    .where('attempt', '=', attempt)
    .where('status', '<>', 'reported')
    .execute();
  const pending = units.map((unit) => ({ key: unit.unit_key, estimatedMs: unit.estimated_ms }));
  return remainingMs(pending, parallelism);
}

async function readGroups(database: Database, executionId: ExecutionId): Promise<GroupView[]> {
  const query = database.selectFrom('execution_groups').selectAll().where('execution_id', '=', executionId);
  return (await query.orderBy('attempt').orderBy('group_index').execute()).map(groupView);
}

const groupView = (row: Selectable<ExecutionGroups>): GroupView => ({
  groupId: row.group_id as GroupId,
  index: row.group_index,
  attempt: row.attempt,
  status: row.status as GroupView['status'],
  lead: row.lead,
  podName: row.pod_name,
  nodeName: row.node_name,
  phase: row.phase as AgentPhase | null,
  unitsReported: row.units_reported,
  counts: row.counts as Counts | null,
  startedAt: instant(row.started_at),
  finishedAt: instant(row.finished_at),
  lastHeartbeatAt: instant(row.last_heartbeat_at),
  lostReason: row.lost_reason,
  lostBy: row.lost_by as GroupView['lostBy'],
  waiting: row.status === 'starting' ? (row.waiting as unknown as GroupView['waiting']) : null,
});

/** Before the units are listed: whoever runs may list them, and as long as nobody does all wait. */
function waitingOf({ status, attempt, waiting_for }: DetailRow, groups: readonly GroupView[]) {
  if (status === 'queued' || status === 'retrying') return waiting_for;
  if (status !== 'scheduled' && status !== 'initializing') return null;
  const own = groups.filter((group) => group.attempt === attempt);
  if (own.some((group) => group.status === 'running')) return null;
  return own.find((group) => group.waiting !== null)?.waiting?.message ?? null;
}

/** The newest report of each kind that is still stored. */
async function readReports(database: Database, executionId: ExecutionId) {
  const { rows } = await sql<{ type_name: string; artifact_id: ArtifactId }>`
    select kind.type_name, artifact.artifact_id
    from test_artifacts artifact join artifact_types kind using (artifact_type_id)
    where artifact.execution_id = ${executionId} and artifact.group_id is null and artifact.state = 'stored'
      and kind.type_name in ('html-report', 'junit')
    order by artifact.artifact_id`.execute(database);
  const newest = new Map(rows.map((row) => [row.type_name, row.artifact_id]));
  return { html: newest.get('html-report') ?? null, junit: newest.get('junit') ?? null };
}
