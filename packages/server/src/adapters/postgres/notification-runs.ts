/** What notifications ask of executions. */
import type {
  Counts,
  DefinitionId,
  DefinitionNotification,
  ExecutionId,
  FailureReason,
  ProjectId,
  TeamId,
  UserId,
  Verdict,
} from '@gauntlet/contract';
import { sql } from 'kysely';
import type { Tx } from '../../kernel/tx.ts';
import type { EarlierRun, Outcome, RunFacts, RunReader } from '../../notifications/index.ts';
import { type Database, txOf } from './database.ts';
import { readFailures } from './notification-failures.ts';

export function createPostgresRunReader(database: Database): RunReader {
  return {
    runs: readRuns,
    outcomeOf: readOutcome,
    earlierRuns,
    failures: (executionId, limit) => readFailures(database, executionId, limit),
    teamName: async (tx, teamId) => {
      const query = txOf(tx).selectFrom('teams').select('team_name').where('team_id', '=', teamId);
      return (await query.executeTakeFirst())?.team_name ?? '';
    },
    peopleOf: async (tx, { teamId, projectId }) => {
      const { rows } = await sql<{ user_id: UserId }>`
        select user_id from users where active and (team_id = ${teamId} or user_id in (
          select user_id from project_members where project_id = ${projectId}::uuid))`.execute(txOf(tx));
      return rows.map((row) => row.user_id);
    },
  };
}

type RunRow = {
  execution_id: ExecutionId;
  definition_id: DefinitionId;
  name: string;
  team_id: TeamId;
  team_name: string;
  project_id: ProjectId | null;
  project_name: string | null;
  ref: string | null;
  content_commit: string | null;
  tags: Record<string, string>;
  user_id: UserId;
  username: string;
  notifications: DefinitionNotification[] | null;
};

async function readRuns(tx: Tx, executionIds: readonly ExecutionId[]): Promise<RunFacts[]> {
  if (executionIds.length === 0) return [];
  const { rows } = await sql<RunRow>`
    select execution_id, definition_id, effective_definition ->> 'name' as name, execution.team_id, team.team_name,
      execution.project_id, project.name as project_name, effective_definition #>> '{content,ref}' as ref,
      content_commit, effective_definition -> 'tags' as tags, person.user_id, person.username,
      effective_definition -> 'notifications' as notifications
    from test_executions execution
    join teams team on team.team_id = execution.team_id
    join users person on person.user_id = execution.submitted_by
    left join projects project on project.project_id = execution.project_id
    where execution_id = any(${executionIds}::uuid[])`.execute(txOf(tx));
  return rows.map((row) => ({
    executionId: row.execution_id,
    definitionId: row.definition_id,
    name: row.name,
    teamId: row.team_id,
    teamName: row.team_name,
    projectId: row.project_id,
    projectName: row.project_name,
    branch: branchOf(row.ref, row.tags ?? {}),
    commit: row.content_commit ?? commitTag(row.tags ?? {}),
    tags: row.tags ?? {},
    submittedBy: { userId: row.user_id, username: row.username },
    notifications: row.notifications ?? [],
  }));
}

const branchOf = (ref: string | null, tags: Readonly<Record<string, string>>): string | null =>
  (ref ?? tags.branch)?.replace(/^refs\/heads\//, '') || null;

const commitTag = ({ commit }: Readonly<Record<string, string>>): string | null =>
  commit !== undefined && /^[0-9a-f]{7,64}$/i.test(commit) ? commit : null;

type OutcomeRow = {
  verdict: Verdict | null;
  failure_reason: FailureReason | null;
  failure_message: string | null;
  counts: Counts;
  duration_ms: number | null;
};

const TOOK = sql`(extract(epoch from completed_at - coalesce(started_at, submitted_at)) * 1000)::float8`;

async function readOutcome(tx: Tx, executionId: ExecutionId): Promise<Outcome | null> {
  const { rows } = await sql<OutcomeRow>`
    select verdict, failure_reason, failure_message, counts, ${TOOK} as duration_ms
    from test_executions where execution_id = ${executionId}`.execute(txOf(tx));
  const row = rows[0];
  if (!row || row.verdict === null) return null;
  const { verdict, failure_reason: reason, failure_message: message, counts, duration_ms: durationMs } = row;
  return { verdict, reason, message, counts, durationMs: durationMs ?? 0 };
}

/** What is run without a branch may be large, and is compared with all others: its definitions are not opened. */
async function earlierRuns(tx: Tx, run: RunFacts, limit: number): Promise<EarlierRun[]> {
  const ref = run.branch === null ? sql`null::text` : sql`effective_definition #>> '{content,ref}'`;
  const tag = run.branch === null ? sql`null::text` : sql`effective_definition #>> '{tags,branch}'`;
  const { rows } = await sql<{
    verdict: Verdict;
    ref: string | null;
    tag: string | null;
    duration_ms: number | null;
  }>`
    select earlier.verdict, ${ref} as ref, ${tag} as tag, ${TOOK} as duration_ms from test_executions earlier
    where earlier.definition_id = ${run.definitionId} and earlier.verdict is not null
      and earlier.execution_id <> ${run.executionId}
      and earlier.completed_at < (select coalesce(completed_at, now()) from test_executions own where own.execution_id = ${run.executionId})
    order by earlier.completed_at desc limit ${limit}`.execute(txOf(tx));
  return rows.map(({ verdict, ref: content, tag: tagged, duration_ms: durationMs }) => ({
    verdict,
    branch: branchOf(content, tagged === null ? {} : { branch: tagged }),
    durationMs,
  }));
}
