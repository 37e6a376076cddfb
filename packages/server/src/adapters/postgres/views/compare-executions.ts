/**
 * Two executions side by side, test by test, from their runs. Each question pairs all runs of both once, narrow and
 * by the index of their key; what a page shows is looked up for its rows alone.
 */
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
  const relation = await readRelation(database, workspace, pair);
  if (relation === null) return null;
  const after = decodeCursor(Key, order.cursor);
  if (!after.ok) return after;
  const { rows } = await sql<Row | Empty>`
    with changes as materialized (${changes(pair, relation, order)}),
    counted as (select json_object_agg(kind, count) as counts from (select kind, count(*) as count from changes group by kind) as by_kind),
    page as (${changesOfPage(order, after.value ?? null)})
    select counted.counts, page.key, test.test_id, test.name, test.suite, test.file, test.runner_project,
      old.outcome as old_outcome, old.duration_ms as old_ms, old.result_id as old_result,
      new.outcome as new_outcome, new.duration_ms as new_ms, new.result_id as new_result, new.message
    from counted left join page on true left join tests test on test.test_id = page.test_id
    left join test_runs old on old.execution_id = ${pair.before} and old.test_id = page.old_test
    left join test_runs new on new.execution_id = ${pair.after} and new.test_id = page.new_test
    order by page.key, page.test_id`.execute(database);
  const found = rows.filter((row): row is Row => row.test_id !== null);
  const page = pageOf(found, order, testChange, (row) => [order.kind, row.key, row.test_id]);
  return ok({ ...pair, content: relation.content, counts: countsOf(rows[0]?.counts ?? {}), ...page });
}

type Relation = { content: Comparison['content']; definition: 'same' | 'different' };

/** Null: not both are the workspace's. */
async function readRelation(
  database: Database,
  workspace: Workspace,
  { before, after }: Pair,
): Promise<Relation | null> {
  const { rows } = await sql<{ found: number; keys: number; known: number; definitions: number }>`
    select count(*) as found, count(distinct content_key) as keys, count(content_key) as known, count(distinct definition_id) as definitions
    from (values (${before}::uuid), (${after}::uuid)) as asked (execution_id) join test_executions using (execution_id)
    where ${inWorkspace('test_executions', workspace)}`.execute(database);
  const { found, keys, known, definitions } = rows[0] ?? { found: 0, keys: 0, known: 0, definitions: 0 };
  if (found < 2) return null;
  return {
    content: known < 2 ? 'unknown' : keys === 1 ? 'same' : 'different',
    definition: definitions === 1 ? 'same' : 'different',
  };
}

/** A test that was skipped neither fails nor passes. */
const changes = (
  { before, after }: Pair,
  relation: Relation,
  { percent, leastMs }: CompareOrder,
): RawBuilder<unknown> => sql`
  select old.test_id as old_test, new.test_id as new_test,
    case when old.test_id is null then 'added' when new.test_id is null then 'removed'
      when new.bad and old.bad then 'still-failing' when new.bad then 'newly-failing'
      when old.bad and new.good then 'fixed'
      when old.good and new.good and new.duration_ms - old.duration_ms >= ${leastMs}::int
        and new.duration_ms > old.duration_ms * (1 + ${percent}::float8 / 100) then 'slower'
      when old.good and new.good and old.duration_ms - new.duration_ms >= ${leastMs}::int
        and old.duration_ms > new.duration_ms * (1 + ${percent}::float8 / 100) then 'faster'
      else 'unchanged' end as kind
  from (${runsOf(before, relation)}) as old full join (${runsOf(after, relation)}) as new on new.key = old.key`;

/** A test's id tells it within its definition; over two of them the hash of its name does. */
const runsOf = (executionId: ExecutionId, { definition }: Relation) => sql`
  select ${definition === 'same' ? sql`run.test_id` : sql`test.name_hash`} as key, run.test_id, run.duration_ms,
    run.outcome in ('failed', 'error') as bad, run.outcome in ('passed', 'flaky') as good
  from test_runs run ${definition === 'same' ? sql`` : sql`join tests test using (test_id)`} where run.execution_id = ${executionId}`;

function changesOfPage({ kind, limit }: CompareOrder, after: z.infer<typeof Key> | null) {
  const [ofKind, name, testId] = after ?? [];
  const start =
    ofKind === kind ? sql`and (left(test.name, 200), test.test_id) > (${name}, ${testId}::uuid)` : sql``;
  return sql`
    select left(test.name, 200) as key, test.test_id, changes.old_test, changes.new_test
    from changes join tests test on test.test_id = coalesce(changes.new_test, changes.old_test)
    where changes.kind = ${kind} ${start} order by left(test.name, 200), test.test_id limit ${limit + 1}`;
}

function countsOf(counts: Counted): Comparison['counts'] {
  const of = (kind: ChangeKind | 'unchanged') => counts[kind] ?? 0;
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

type Counted = Partial<Record<ChangeKind | 'unchanged', number>>;
/** Nothing changed in that way: only the counts are there. */
type Empty = { counts: Counted | null; test_id: null };
type Row = {
  counts: Counted | null;
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
