/**
 * One execution's results as runs of its tests, in one statement. Of a test's results the last attempt's
 * count, and of several of one name in it (parameters, repetitions) the worst; what failed in an earlier
 * attempt and passes in the last was flaky. A unit that never came to its end has no runs: what it reported
 * may have failed because it was ended.
 */
import type { ExecutionId } from '@gauntlet/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../kernel/tx.ts';
import { txOf } from '../database.ts';

const LONGEST_NAME = 2000;
const LONGEST_MESSAGE = 500;
/** Earlier executions of the same content that are looked at. */
const EARLIER = 10;

type Ended = {
  definitionId: string;
  contentKey: string | null;
  at: Date;
  /** Executions that ran the same content before, the newest first. */
  earlier: string[];
};

export async function recordRuns(tx: Tx, executionId: ExecutionId): Promise<void> {
  const ended = await readEnded(tx, executionId);
  if (ended === null) return;
  // What results were stored a moment ago is not in the planner's statistics: it would expect one, and loop.
  await sql`set local enable_nestloop = off`.execute(txOf(tx));
  await sql`
    with ranked as (${ranked(executionId)}
    ), chosen as materialized (
      select test_id_of(${ended.definitionId}::uuid, name_hash) as test_id, ranked.*, ${ended.at}::timestamptz as at,
        case when bad then status when status = 'passed' and (flaky or first_bad < attempt) then 'flaky' else status end as outcome
      from ranked where place = 1
    ), earlier as (
      select test_id, bool_or(outcome in ('passed', 'flaky')) as passed, bool_or(outcome in ('failed', 'error', 'flaky')) as failed
      from test_runs where execution_id = any(${ended.earlier}::uuid[]) group by test_id
    ), judged as materialized (
      select chosen.*, outcome = 'flaky' or (outcome = 'passed' and coalesce(earlier.failed, false))
        or (outcome in ('failed', 'error') and coalesce(earlier.passed, false)) as flip
      from chosen left join earlier using (test_id)
    ), runs as (
      insert into test_runs (execution_id, test_id, result_id, at, outcome, duration_ms, content_key, flip, message, quarantined)
      select ${executionId}::uuid, test_id, result_id, at, outcome, duration_ms, ${ended.contentKey}::text, flip, message,
        result_id in (select result_id from quarantined_results where execution_id = ${executionId}) from judged
    ) ${upsertTests(executionId)}`.execute(txOf(tx));
  await sql`set local enable_nestloop = on`.execute(txOf(tx));
}

/** Null: it is gone, or was recorded before. */
async function readEnded(tx: Tx, executionId: ExecutionId): Promise<Ended | null> {
  const { rows } = await sql<{
    definition_id: string;
    content_key: string | null;
    at: Date;
    earlier: string[];
  }>`
    select definition_id, content_key, coalesce(completed_at, status_changed_at) as at, array(
      select other.execution_id from test_executions other
      where other.definition_id = execution.definition_id and other.content_key = execution.content_key
        and other.execution_id <> execution.execution_id
      order by other.submitted_at desc limit ${EARLIER}) as earlier
    from test_executions execution
    where execution_id = ${executionId} and not exists (select from test_runs where execution_id = ${executionId})`.execute(
    txOf(tx),
  );
  const [row] = rows;
  if (!row) return null;
  const { definition_id: definitionId, content_key: contentKey, at, earlier } = row;
  return { definitionId, contentKey, at, earlier };
}

const ranked = (executionId: ExecutionId): RawBuilder<unknown> => sql`
  select *, row_number() over (partition by name_hash order by attempt desc, bad desc, result_id) as place,
    min(attempt) filter (where bad) over (partition by name_hash) as first_bad
  from (
    select result.name_hash, result.result_id, result.attempt, result.status, result.status in ('failed', 'error') as bad,
      result.flaky, result.duration_ms, left(result.test_name, ${LONGEST_NAME}) as name, result.suite, result.file_path as file,
      result.project as runner_project, left(result.error_message, ${LONGEST_MESSAGE}) as message
    from test_results result
    join execution_units unit on unit.unit_id = result.unit_id and unit.execution_id = result.execution_id
    where result.execution_id = ${executionId} and unit.status = 'reported'
  ) as reported`;

const upsertTests = (executionId: ExecutionId): RawBuilder<unknown> => sql`
  insert into tests as known (test_id, definition_id, team_id, project_id, name_hash, name, suite, file, runner_project, first_seen_at,
    last_seen_at, last_execution_id, last_outcome, standing, standing_since, last_failed_at, average_ms, typical_ms, first_flaky_at, last_flaky_at)
  select test_id, definition_id, team_id, project_id, name_hash, name, suite, file, runner_project, at, at, execution_id, outcome,
    case when outcome in ('passed', 'flaky') then 'passing' when outcome in ('failed', 'error') then 'failing' end,
    case when outcome <> 'skipped' then at end, case when outcome in ('failed', 'error') then at end,
    duration_ms, duration_ms, case when flip then at end, case when flip then at end
  from judged, (select * from test_executions where execution_id = ${executionId}) as execution
  on conflict (test_id) do update set
    last_seen_at = excluded.last_seen_at, last_execution_id = excluded.last_execution_id, last_outcome = excluded.last_outcome,
    standing = coalesce(excluded.standing, known.standing),
    standing_since = case when excluded.standing is distinct from coalesce(known.standing, '') and excluded.standing is not null
      then excluded.standing_since else known.standing_since end,
    last_failed_at = coalesce(excluded.last_failed_at, known.last_failed_at),
    average_ms = case when excluded.last_outcome = 'skipped' then known.average_ms
      else known.average_ms + (excluded.average_ms - known.average_ms) / 5 end,
    typical_ms = case when excluded.last_outcome <> 'skipped'
        and abs(known.average_ms + (excluded.average_ms - known.average_ms) / 5 - known.typical_ms) * 10 > known.typical_ms
      then round(known.average_ms + (excluded.average_ms - known.average_ms) / 5) else known.typical_ms end,
    first_flaky_at = coalesce(known.first_flaky_at, excluded.first_flaky_at),
    last_flaky_at = coalesce(excluded.last_flaky_at, known.last_flaky_at)`;
