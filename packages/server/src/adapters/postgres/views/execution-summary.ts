/** An execution as lists show it: its row, the submitter's name, its progress and place in the queue. */
import type {
  Counts,
  DefinitionId,
  ExecutionId,
  ExecutionStatus,
  ExecutionSummary,
  FailureReason,
  ProjectId,
  QuarantinedCounts,
  TestDefinition,
  Verdict,
} from '@gauntlet/contract';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { NO_PROGRESS, type Progress, readProgress } from './execution-progress.ts';

export type SummaryRow = {
  execution_id: ExecutionId;
  definition_id: DefinitionId;
  definition_version: number;
  project_id: ProjectId | null;
  name: string;
  type: TestDefinition['type'];
  tags: Record<string, string> | null;
  framework: string | null;
  status: ExecutionStatus;
  verdict: Verdict | null;
  failure_reason: FailureReason | null;
  failure_message: string | null;
  attempt: number;
  priority: number;
  parallelism: number;
  username: string;
  submitted_at: Date;
  started_at: Date | null;
  completed_at: Date | null;
  counts: Counts | null;
  quarantined: QuarantinedCounts | null;
};

/** Of test_executions as `execution` joined with users. */
export const SUMMARY_COLUMNS = sql`execution.execution_id, execution.definition_id, execution.definition_version, execution.project_id,
  execution.effective_definition->>'name' as name, execution.effective_definition->>'type' as type,
  execution.effective_definition->'tags' as tags, execution.framework, execution.status, execution.verdict,
  execution.failure_reason, execution.failure_message, execution.attempt, execution.priority, execution.parallelism,
  users.username, execution.submitted_at, execution.started_at, execution.completed_at, execution.counts, execution.quarantined`;

export async function summarise(
  database: Database,
  rows: readonly SummaryRow[],
  now: Date,
): Promise<ExecutionSummary[]> {
  const known = rows.map((row) => ({ executionId: row.execution_id, attempt: row.attempt }));
  const progress = await readProgress(database, known);
  const positions = await readPositions(database, rows);
  return rows.map((row) => summaryOf(row, progress.get(row.execution_id) ?? NO_PROGRESS, positions, now));
}

/** Each in its own environment. One walk along the queue's index, whatever number of rows is asked for. */
async function readPositions(database: Database, rows: readonly SummaryRow[]): Promise<Map<string, number>> {
  const queued = rows.filter((row) => row.status === 'queued').map((row) => row.execution_id);
  if (queued.length === 0) return new Map();
  const found = await sql<{ execution_id: string; position: number }>`
    select execution_id, position from (
      select execution_id, row_number() over (partition by environment_id order by priority desc, queue_seq) as position
      from test_executions where status = 'queued'
    ) as queue where execution_id = any(${queued}::uuid[])`.execute(database);
  return new Map(found.rows.map((row) => [row.execution_id, row.position]));
}

function summaryOf(
  row: SummaryRow,
  progress: Progress,
  positions: ReadonlyMap<string, number>,
  now: Date,
): ExecutionSummary {
  return {
    executionId: row.execution_id,
    definitionId: row.definition_id,
    definitionVersion: row.definition_version,
    projectId: row.project_id,
    name: row.name,
    type: row.type,
    framework: row.framework,
    status: row.status,
    verdict: row.verdict,
    failureReason: row.failure_reason,
    failureMessage: row.failure_message,
    attempt: row.attempt,
    priority: row.priority,
    parallelism: row.parallelism,
    tags: row.tags ?? {},
    submittedBy: row.username,
    submittedAt: row.submitted_at.toISOString(),
    startedAt: instant(row.started_at),
    completedAt: instant(row.completed_at),
    durationMs: durationOf(row, now),
    counts: row.counts ?? progress.counts,
    quarantined: row.quarantined,
    units: progress.units,
    queuePosition: positions.get(row.execution_id) ?? null,
  };
}

export const instant = (moment: Date | null) => moment?.toISOString() ?? null;

/** Milliseconds from the start of the first attempt to the end of the last, or to now. */
function durationOf({ started_at, completed_at, verdict }: SummaryRow, now: Date): number | null {
  if (started_at === null) return null;
  const end = verdict === null ? now : (completed_at ?? now);
  return Math.max(0, end.getTime() - started_at.getTime());
}
