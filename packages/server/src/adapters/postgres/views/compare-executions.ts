/** Two executions side by side, test by test, from their runs. */
import type {
  ChangeKind,
  Comparison,
  ExecutionId,
  ResultId,
  TestCaseId,
  TestChange,
  TestOutcome,
} from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { BadCursor, CompareOrder } from '../../../executions/index.ts';
import type { Workspace } from '../../../identity/index.ts';
import type { Database } from '../database.ts';
import { inWorkspace } from '../workspace.ts';
import { decodeCursor, pageOf } from './cursor.ts';

type Pair = { before: ExecutionId; after: ExecutionId };
const Key = z.tuple([z.string(), z.string(), z.uuid()]);

export async function compareExecutions(
  database: Database,
  workspace: Workspace,
  pair: Pair,
  order: CompareOrder,
): Promise<Result<Comparison, BadCursor> | null> {
  const content = await compareContent(database, workspace, pair);
  if (content === null) return null;
  const after = decodeCursor(Key, order.cursor);
  if (!after.ok) return after;
  const [kind, name, testId] = after.value ?? [];
  const start =
    kind === order.kind ? sql`and (left(test.name, 200), test.test_id) > (${name}, ${testId}::uuid)` : sql``;
  const { rows } = await sql<Row>`
    with changes as (${changes(pair, order)})
    select changes.*, left(test.name, 200) as key, test.test_id, test.name, test.suite, test.file, test.runner_project
    from changes join tests test on test.name_hash = changes.name_hash and test.definition_id = changes.definition_id
    where changes.kind = ${order.kind} ${start}
    order by left(test.name, 200), test.test_id limit ${order.limit + 1}`.execute(database);
  const counts = await countChanges(database, pair, order);
  const page = pageOf(rows, order, testChange, (row) => [order.kind, row.key, row.test_id]);
  return ok({ ...pair, content, counts, ...page });
}

/** Null: not both are the workspace's. */
async function compareContent(
  database: Database,
  workspace: Workspace,
  { before, after }: Pair,
): Promise<Comparison['content'] | null> {
  const { rows } = await sql<{ found: number; keys: number; known: number }>`
    select count(*) as found, count(distinct content_key) as keys, count(content_key) as known
    from (values (${before}::uuid), (${after}::uuid)) as asked (execution_id) join test_executions using (execution_id)
    where ${inWorkspace('test_executions', workspace)}`.execute(database);
  const { found, keys, known } = rows[0] ?? { found: 0, keys: 0, known: 0 };
  if (found < 2) return null;
  return known < 2 ? 'unknown' : keys === 1 ? 'same' : 'different';
}

/** By the name's hash: the two may be of different definitions. A test that was skipped neither fails nor passes. */
const changes = ({ before, after }: Pair, { percent, leastMs }: CompareOrder): RawBuilder<unknown> => sql`
  select coalesce(new.name_hash, old.name_hash) as name_hash, coalesce(new.definition_id, old.definition_id) as definition_id,
    old.outcome as old_outcome, old.duration_ms as old_ms, old.result_id as old_result,
    new.outcome as new_outcome, new.duration_ms as new_ms, new.result_id as new_result, new.message,
    case when old.outcome is null then 'added' when new.outcome is null then 'removed'
      when new.bad and old.bad then 'still-failing' when new.bad then 'newly-failing'
      when old.bad and new.good then 'fixed'
      when old.good and new.good and new.duration_ms - old.duration_ms >= ${leastMs}::int
        and new.duration_ms > old.duration_ms * (1 + ${percent}::float8 / 100) then 'slower'
      when old.good and new.good and old.duration_ms - new.duration_ms >= ${leastMs}::int
        and old.duration_ms > new.duration_ms * (1 + ${percent}::float8 / 100) then 'faster'
      else 'unchanged' end as kind
  from (${runsOf(before)}) as old full join (${runsOf(after)}) as new on new.name_hash = old.name_hash`;

const runsOf = (executionId: ExecutionId) => sql`
  select test.name_hash, test.definition_id, run.outcome, run.duration_ms, run.result_id, run.message,
    run.outcome in ('failed', 'error') as bad, run.outcome in ('passed', 'flaky') as good
  from test_runs run join tests test using (test_id) where run.execution_id = ${executionId}`;

async function countChanges(
  database: Database,
  pair: Pair,
  order: CompareOrder,
): Promise<Comparison['counts']> {
  const { rows } = await sql<{ kind: ChangeKind | 'unchanged'; count: number }>`
    select kind, count(*) as count from (${changes(pair, order)}) as changes group by kind`.execute(database);
  const counts = new Map(rows.map(({ kind, count }) => [kind, count]));
  const of = (kind: ChangeKind | 'unchanged') => counts.get(kind) ?? 0;
  return {
    newlyFailing: of('newly-failing'),
    fixed: of('fixed'),
    stillFailing: of('still-failing'),
    added: of('added'),
    removed: of('removed'),
    slower: of('slower'),
    faster: of('faster'),
    unchanged: of('unchanged'),
  };
}

type Row = {
  key: string;
  test_id: TestCaseId;
  name: string;
  suite: string[];
  file: string | null;
  runner_project: string | null;
  old_outcome: TestOutcome | null;
  old_ms: number | null;
  old_result: ResultId | null;
  new_outcome: TestOutcome | null;
  new_ms: number | null;
  new_result: ResultId | null;
  message: string | null;
};

const testChange = (row: Row): TestChange => ({
  testCaseId: row.test_id,
  name: row.name,
  suite: row.suite,
  file: row.file,
  project: row.runner_project,
  before: sideOf(row.old_outcome, row.old_ms, row.old_result),
  after: sideOf(row.new_outcome, row.new_ms, row.new_result),
  message: row.message,
});

const sideOf = (outcome: TestOutcome | null, durationMs: number | null, resultId: ResultId | null) =>
  outcome === null || durationMs === null || resultId === null ? null : { outcome, durationMs, resultId };
