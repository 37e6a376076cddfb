/** The numbers a workspace begins with: from sums and the tests' own rows, however many executions there were. */
import type { Overview, OverviewQuery, TestCaseView } from '@gauntlet/contract';
import { ACTIVE_STATUSES } from '@gauntlet/core/executions';
import { sql } from 'kysely';
import { type RollupRow, sumByDay, type TestCaseFilter } from '../../../executions/index.ts';
import type { Workspace } from '../../../identity/index.ts';
import type { Database } from '../database.ts';
import { inWorkspace } from '../workspace.ts';
import { instant } from './execution-summary.ts';
import { listTestCases, listTurned } from './test-case-list.ts';

const DAY_MS = 86_400_000;
const MOST_TESTS = 10;

export async function readOverview(
  database: Database,
  workspace: Workspace,
  { days, timeZone }: OverviewQuery,
  now: Date,
): Promise<Overview> {
  // Two days more than asked for: no time zone is further from UTC, and what is not asked for is left out.
  const rollups = await readRollups(database, workspace, new Date(now.getTime() - (days + 2) * DAY_MS));
  const top = (filter: TestCaseFilter) => topTests(database, workspace, filter, now);
  const turned = (standing: 'passing' | 'failing') =>
    listTurned(database, workspace, { standing, since: new Date(now.getTime() - DAY_MS), now }, MOST_TESTS);
  return {
    ...(await readLoad(database, workspace)),
    days: sumByDay(rollups, { days, timeZone, now }),
    flakiest: await top({ order: 'flaky-rate', state: 'flaky' }),
    slowest: await top({ order: 'slowest' }),
    broke: await turned('failing'),
    fixed: await turned('passing'),
  };
}

async function topTests(
  database: Database,
  workspace: Workspace,
  filter: TestCaseFilter,
  now: Date,
): Promise<TestCaseView[]> {
  const page = await listTestCases(database, workspace, { filter, now }, { limit: MOST_TESTS });
  return page.ok ? page.value.items : []; // without a cursor there is none that could be refused
}

async function readLoad(database: Database, workspace: Workspace) {
  const { rows } = await sql<{ running: number; queued: number; oldest: Date | null }>`
    select count(*) filter (where status = any(${ACTIVE_STATUSES}::text[])) as running,
      count(*) filter (where status = 'queued') as queued,
      min(coalesce(queued_at, submitted_at)) filter (where status = 'queued') as oldest
    from test_executions where ${inWorkspace('test_executions', workspace)} and status <> 'archived'`.execute(
    database,
  );
  const [row] = rows;
  return {
    running: row?.running ?? 0,
    queued: row?.queued ?? 0,
    oldestQueuedAt: instant(row?.oldest ?? null),
  };
}

async function readRollups(database: Database, workspace: Workspace, since: Date): Promise<RollupRow[]> {
  const { rows } = await sql<RollupRow>`
    select since, sum(executions) as executions, sum(passed) as passed, sum(flaky) as flaky, sum(failed) as failed,
      sum(infrastructure) as infrastructure, sum(others) as others, sum(tests)::bigint as tests,
      sum(tests_failed)::bigint as "testsFailed", sum(timed) as timed, sum(duration_ms)::bigint as "durationMs",
      max(longest_ms) as "longestMs", sum(waited_ms)::bigint as "waitedMs"
    from execution_rollups where ${inWorkspace('execution_rollups', workspace)} and since >= ${since} group by since`.execute(
    database,
  );
  return rows;
}
