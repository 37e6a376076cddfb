/** What a report reads, and what that costs when an execution is large. */
import type { ExecutionId, GroupId } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ResultForReport } from '../../executions/index.ts';
import { storeDefinition, storeExecution, storeGroup, storeTeam } from '../../testing/stored-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/template-database.ts';
import { createDatabase } from './database.ts';
import { createPostgresReportReader } from './report-reader.ts';

let database: TestDatabase;
let executionId: ExecutionId;
let groupId: GroupId;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  const team = await storeTeam(database.pool, `team ${performance.now()}`);
  const definitionId = await storeDefinition(database.pool, team, 'suite');
  executionId = await storeExecution(database.pool, team, { definitionId });
  groupId = await storeGroup(database.pool, executionId);
});
afterAll(() => database.drop());

type Order = { units: number; resultsAUnit: number; attempt?: number; status?: string; text?: string };

/** Of the units `unit 1`, `unit 2` ... the results `test 1`, `test 2` ..., as they come when units run side by side. */
async function store({ units, resultsAUnit, attempt = 0, status = 'passed', text }: Order): Promise<void> {
  await database.pool.query(
    `insert into execution_units (unit_id, execution_id, attempt, unit_key, key_hash, title, position, status, group_id, claim_number)
     select gen_random_uuid(), $1, $2, 'unit ' || n, sha256(('unit ' || n)::bytea), 'unit ' || n, n, 'reported', $3, 1
     from generate_series(1, $4::int) as n`,
    [executionId, attempt, groupId, units],
  );
  await database.pool.query(
    `insert into test_results (result_id, execution_id, unit_id, group_id, attempt, test_name, status, executed_at, name_hash, error_message, stack_trace)
     select (lpad(to_hex($6::int * 16777216 + n), 12, '0') || '70008' || substr(md5(unit_id::text), 1, 15))::uuid, $1, unit_id, $3, $2, 'test ' || n, $4, now(),
       sha256((title || 'test ' || n)::bytea), case when $4 <> 'passed' then 'wrong' end, $7
     from execution_units, generate_series(1, $5::int) as n where execution_id = $1 and attempt = $2`,
    [executionId, attempt, groupId, status, resultsAUnit, attempt, text ?? null],
  );
}

async function read(): Promise<ResultForReport[]> {
  const source = await createPostgresReportReader(createDatabase(database.pool), 'test').source(executionId);
  return collect(source.results());
}

async function collect(results: AsyncIterable<ResultForReport>): Promise<ResultForReport[]> {
  const all: ResultForReport[] = [];
  for await (const result of results) all.push(result);
  return all;
}

/** Blocks of results that were looked at so far. */
async function blocksSeen(): Promise<number> {
  await database.pool.query('select pg_stat_clear_snapshot(), pg_stat_force_next_flush()');
  const { rows } = await database.pool.query(
    `select sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)::int as blocks
     from pg_statio_user_tables where relname like 'test_results%'`,
  );
  return Number(rows[0].blocks);
}

const idsOf = (results: readonly ResultForReport[]) =>
  results.map(({ unitId, resultId }) => `${unitId} ${resultId}`);

// No `analyze`: an execution is archived a moment after its results were stored.
describe.each([
  { shape: 'one unit of many results', units: 1, resultsAUnit: 20_000 },
  { shape: 'many units of few results', units: 2_500, resultsAUnit: 4 },
])('$shape', ({ units, resultsAUnit }) => {
  test('are read whole, unit by unit, and each of them once', async () => {
    await store({ units, resultsAUnit });
    const before = await blocksSeen();
    const ids = idsOf(await read());
    const seen = (await blocksSeen()) - before;
    expect(new Set(ids).size).toBe(units * resultsAUnit);
    expect(ids).toEqual(ids.toSorted());
    // A few for each unit, which is looked for in each partition's index, and a part of one for each result.
    expect(seen).toBeLessThan(units * 10 + (units * resultsAUnit) / 2);
  });
});

test('results of much text come in pages of few', async () => {
  await store({ units: 2, resultsAUnit: 40, status: 'failed', text: 'x'.repeat(500_000) });
  const pages: number[] = [];
  const counting = createDatabase(database.pool).withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      pages.push(result.rows.filter((row) => 'stack_trace' in row).length);
      return result;
    },
  });
  const source = await createPostgresReportReader(counting, 'test').source(executionId);
  const results = await collect(source.results());
  expect(results).toHaveLength(80);
  expect(results.every(({ stack }) => stack?.length === 500_000)).toBe(true);
  expect(Math.max(...pages) * 500_000).toBeLessThan(10_000_000);
});

test('of a unit that was run again the last attempt counts, and says how the others failed', async () => {
  await store({ units: 2, resultsAUnit: 3, status: 'failed', text: 'at once' });
  await store({ units: 1, resultsAUnit: 3, attempt: 1 });
  const results = await read();
  expect(results.map(({ name, attempt, flaky }) => [name, attempt, flaky])).toEqual(
    expect.arrayContaining([
      ['test 1', 0, false],
      ['test 1', 1, true],
    ]),
  );
  expect(results).toHaveLength(6);
  const again = results.filter(({ attempt }) => attempt === 1);
  expect(again.map(({ earlierFailures }) => earlierFailures)).toEqual(
    again.map(() => [{ attempt: 0, message: 'wrong', stack: 'at once' }]),
  );
});
