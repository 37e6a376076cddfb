/** One cause with all that is known of it. Of a merged one only its own. */
import type { DefinitionId, ExecutionId, FailureCauseId, FailureCauseView } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { Workspace } from '../../../identity/index.ts';
import type { Database } from '../database.ts';
import { inWorkspace } from '../workspace.ts';
import { type CauseRow, causeColumns, causeSummary, partsOf } from './cause-rows.ts';

const TREND_DAYS = 30;
const MOST_DEFINITIONS = 20;

type DetailRow = CauseRow & {
  message: string;
  sample: string;
  regressed_in: ExecutionId | null;
  updated_by_name: string | null;
  updated_at: Date | null;
  merged_into: FailureCauseId | null;
};

export async function showCause(
  database: Database,
  now: Date,
  workspace: Workspace,
  causeId: FailureCauseId,
): Promise<FailureCauseView | null> {
  const { rows } = await sql<DetailRow>`
    select ${causeColumns(now)}, cause.message, cause.sample, cause.regressed_in, cause.updated_at, cause.merged_into,
      editor.username as updated_by_name
    from failure_causes cause left join users owner on owner.user_id = cause.owner_id
      left join users editor on editor.user_id = cause.updated_by
    where cause.cause_id = ${causeId} and ${inWorkspace('cause', workspace)}`.execute(database);
  const [row] = rows;
  if (!row) return null;
  const [merged, definitions, trend] = await Promise.all([
    readMerged(database, causeId),
    readDefinitions(database, causeId, now),
    readTrend(database, causeId, now),
  ]);
  return {
    ...causeSummary(row),
    message: row.message,
    sample: row.sample,
    regressedIn: row.regressed_in,
    updatedBy: row.updated_by_name,
    updatedAt: row.updated_at?.toISOString() ?? null,
    mergedInto: row.merged_into,
    merged,
    definitions,
    trend,
  };
}

async function readMerged(database: Database, causeId: string): Promise<FailureCauseView['merged']> {
  const { rows } = await sql<FailureCauseView['merged'][number]>`
    select cause_id as "causeId", coalesce(given_title, title) as title, occurrences from failure_causes
    where merged_into = ${causeId} order by occurrences desc, cause_id limit 100`.execute(database);
  return rows;
}

const since = (now: Date) => sql`${now}::timestamptz - make_interval(days => ${TREND_DAYS}::int)`;

async function readDefinitions(database: Database, causeId: string, now: Date) {
  const { rows } = await sql<{ definitionId: DefinitionId; name: string; occurrences: number }>`
    select run.definition_id as "definitionId", definition.name, sum(run.occurrences) as occurrences
    from failure_cause_runs run join test_definitions definition on definition.id = run.definition_id
    where run.cause_id in ${partsOf(causeId)} and run.at >= ${since(now)}
    group by run.definition_id, definition.name order by sum(run.occurrences) desc, run.definition_id limit ${MOST_DEFINITIONS}`.execute(
    database,
  );
  return rows.map((row) => ({ ...row, occurrences: Number(row.occurrences) }));
}

async function readTrend(database: Database, causeId: string, now: Date): Promise<FailureCauseView['trend']> {
  const { rows } = await sql<{ day: string; occurrences: number; executions: number }>`
    select to_char(run.at at time zone 'UTC', 'YYYY-MM-DD') as day, sum(run.occurrences) as occurrences,
      count(distinct run.execution_id) as executions
    from failure_cause_runs run where run.cause_id in ${partsOf(causeId)} and run.at >= ${since(now)}
    group by 1 order by 1`.execute(database);
  return rows.map((row) => ({ ...row, occurrences: Number(row.occurrences) }));
}
