/** The first failures of an execution, as a notification names them. */
import type { ExecutionId, FailureReason } from '@gauntlet/contract';
import { sql } from 'kysely';
import { describeReason } from '../../executions/index.ts';
import { NO_DETAILS, type TestFailure } from '../../notifications/index.ts';
import type { Database } from './database.ts';
import { isBroken } from './failure-source.ts';
import { listResults } from './views/result-list.ts';

/** Files that told nothing of their tests come first: what is wrong with them may be what is wrong with the rest. */
export async function readFailures(database: Database, executionId: ExecutionId, limit: number) {
  const query = database.selectFrom('test_executions').select('attempt');
  const row = await query.where('execution_id', '=', executionId).executeTakeFirst();
  if (!row) return NO_DETAILS;
  const { units, count } = await readBrokenUnits(database, executionId, limit);
  const tests = await readFailedTests(database, { executionId, attempt: row.attempt }, limit);
  return { failures: [...units, ...tests].slice(0, limit), failedUnits: count };
}

const LONGEST_MESSAGE = 20_000;

async function readBrokenUnits(database: Database, executionId: ExecutionId, limit: number) {
  const { rows } = await sql<{
    title: string;
    file: string | null;
    reason: FailureReason;
    message: string | null;
    group_index: number | null;
    count: number;
  }>`
    select unit.title, unit.file, coalesce(unit.reason, 'tests-failed') as reason, left(unit.message, ${LONGEST_MESSAGE}) as message,
      grouped.group_index, count(*) over ()::int as count
    from execution_units unit left join execution_groups grouped on grouped.group_id = unit.group_id
    where ${isBroken(executionId)} order by unit.position limit ${limit}`.execute(database);
  const units = rows.map(({ title, file, reason, message, group_index }) => ({
    ...{ resultId: null, groupIndex: group_index, name: title, suite: [], status: 'error' as const },
    ...(file === null ? {} : { file }),
    message: [describeReason(reason), ...(message === null ? [] : [message])].join('\n'),
  }));
  return { units, count: rows[0]?.count ?? 0 };
}

async function readFailedTests(
  database: Database,
  execution: { executionId: ExecutionId; attempt: number },
  limit: number,
): Promise<TestFailure[]> {
  const filter = { statuses: ['failed', 'error'] as const, order: 'failures-first' as const };
  const page = await listResults(database, execution, filter, { limit });
  if (!page.ok) throw new Error(page.error.message); // no cursor was given that could be bad
  return page.value.items.map(({ resultId, name, suite, file, line, status, message }) => ({
    resultId,
    name,
    suite,
    status: status === 'error' ? ('error' as const) : ('failed' as const),
    ...(file === null ? {} : { file }),
    ...(line === null ? {} : { line }),
    ...(message === null ? {} : { message }),
  }));
}
