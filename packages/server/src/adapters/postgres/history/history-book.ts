/** Rows of tests, test_runs and execution_rollups, written in few statements however many tests there are. */
import type { ExecutionId } from '@gauntlet/contract';
import type { ContentOutcomes, Flakiness } from '@gauntlet/core/executions';
import { sql } from 'kysely';
import type { GivenVerdict, HistoryBook } from '../../../executions/index.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { type Database, txOf } from '../database.ts';
import { recordRuns } from './record-runs.ts';

export function createPostgresHistoryBook(database: Database): HistoryBook {
  return {
    recordRuns,
    listSuspects,
    outcomesOf,
    saveFlakiness,
    addToRollups,
    forgetBefore: (moment) => forgetBefore(database, moment),
  };
}

async function listSuspects(
  tx: Tx,
  executionId: ExecutionId,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ test_id: string }>`
    select test_id from test_runs run join tests test using (test_id)
    where run.execution_id = ${executionId} and (run.flip or test.flaky_runs > 0)
      and (${after}::uuid is null or test_id > ${after}::uuid)
    order by test_id limit ${limit}`.execute(txOf(tx));
  return rows.map((row) => row.test_id);
}

/** Content that is not known is nobody else's: such a run stands alone. */
async function outcomesOf(
  tx: Tx,
  testIds: readonly string[],
  runs: number,
): Promise<Map<string, ContentOutcomes[]>> {
  const { rows } = await sql<ContentOutcomes & { test_id: string }>`
    select wanted.test_id, content.* from unnest(${testIds}::uuid[]) as wanted (test_id), lateral (
      select count(*) filter (where outcome = 'passed') as passed,
        count(*) filter (where outcome in ('failed', 'error')) as failed, count(*) filter (where outcome = 'flaky') as flaky
      from (
        select outcome, coalesce(content_key, execution_id::text) as content from test_runs
        where test_id = wanted.test_id and outcome <> 'skipped' order by execution_id desc limit ${runs}
      ) as last group by content
    ) as content`.execute(txOf(tx));
  const outcomes = new Map<string, ContentOutcomes[]>(testIds.map((testId) => [testId, []]));
  for (const { test_id, ...counts } of rows) outcomes.get(test_id)?.push(counts);
  return outcomes;
}

async function saveFlakiness(tx: Tx, measured: ReadonlyMap<string, Flakiness>): Promise<void> {
  if (measured.size === 0) return;
  const column = <Value>(pick: (flakiness: Flakiness) => Value) => [...measured.values()].map(pick);
  await sql`
    update tests set judged_runs = measured.runs, flaky_runs = measured.flaky_runs, flaky_rate = measured.rate,
      flaky_low = measured.low, flaky_high = measured.high
    from unnest(${[...measured.keys()]}::uuid[], ${column((one) => one.runs)}::int[], ${column((one) => one.flakyRuns)}::int[],
      ${column((one) => one.rate)}::real[], ${column((one) => one.low)}::real[], ${column((one) => one.high)}::real[])
      as measured (test_id, runs, flaky_runs, rate, low, high)
    where tests.test_id = measured.test_id`.execute(txOf(tx));
}

/** What never ran has no duration, and what waited in vain is not of those that waited for their start. */
async function addToRollups(
  tx: Tx,
  { executionId, at, verdict, counts, durationMs }: GivenVerdict,
): Promise<void> {
  const is = (...verdicts: string[]) => (verdicts.includes(verdict) ? 1 : 0);
  await sql`
    insert into execution_rollups as sums (team_id, project_id, since, executions, passed, flaky, failed, infrastructure, others,
      tests, tests_failed, timed, duration_ms, longest_ms, waited_ms)
    select team_id, project_id, date_bin('15 minutes', ${at}::timestamptz, timestamptz '2000-01-01Z'), 1,
      ${is('passed')}::int, ${is('flaky')}::int, ${is('failed')}::int, ${is('infrastructure')}::int,
      ${is('timeout', 'cancelled', 'expired', 'rejected')}::int, ${counts.total}::bigint, ${counts.failed}::bigint,
      case when started_at is null then 0 else 1 end, case when started_at is null then 0 else ${Math.round(durationMs)}::bigint end,
      case when started_at is null then 0 else ${Math.round(durationMs)}::bigint end,
      coalesce(greatest(0, extract(epoch from started_at - submitted_at) * 1000), 0)::bigint
    from test_executions where execution_id = ${executionId}
    on conflict (team_id, since, project_id) do update set executions = sums.executions + 1, passed = sums.passed + excluded.passed,
      flaky = sums.flaky + excluded.flaky, failed = sums.failed + excluded.failed,
      infrastructure = sums.infrastructure + excluded.infrastructure, others = sums.others + excluded.others,
      tests = sums.tests + excluded.tests, tests_failed = sums.tests_failed + excluded.tests_failed,
      timed = sums.timed + excluded.timed, duration_ms = sums.duration_ms + excluded.duration_ms,
      longest_ms = greatest(sums.longest_ms, excluded.longest_ms), waited_ms = sums.waited_ms + excluded.waited_ms`.execute(
    txOf(tx),
  );
}

async function forgetBefore(database: Database, moment: Date): Promise<void> {
  await sql`delete from tests where last_seen_at < ${moment} and owner_id is null and not exists (
    select from test_quarantines held where held.test_id = tests.test_id and expires_at > ${moment})`.execute(
    database,
  );
  await sql`delete from execution_rollups where since < ${moment}`.execute(database);
}
