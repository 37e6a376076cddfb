/** The past of tests as people ask for it. Owns nothing. */
import type { HistoryReader } from '../../../executions/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../database.ts';
import { inWorkspace } from '../workspace.ts';
import { compareExecutions } from './compare-executions.ts';
import { readOverview } from './overview.ts';
import { listTestCases, showTestCase } from './test-case-list.ts';
import { listTestRuns } from './test-runs.ts';

export function createPostgresHistoryReader(database: Database, clock: Clock): HistoryReader {
  return {
    testCases: (workspace, filter, order) =>
      listTestCases(database, workspace, { filter, now: clock.now() }, order),
    testCase: (workspace, testCaseId) => showTestCase(database, workspace, testCaseId, clock.now()),
    runs: async (workspace, testCaseId, order) => {
      const query = database.selectFrom('tests').select('test_id').where('test_id', '=', testCaseId);
      const own = await query.where(inWorkspace('tests', workspace)).executeTakeFirst();
      return own ? listTestRuns(database, testCaseId, order) : null;
    },
    overview: (workspace, query) => readOverview(database, workspace, query, clock.now()),
    compare: (workspace, executions, order) => compareExecutions(database, workspace, executions, order),
  };
}
