import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIds } from '../../kernel/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/template-database.ts';
import { dropPartitionsBefore, ensurePartitions } from './partitions.ts';

const MARCH = new Date('2031-03-10T12:00:00Z');
const APRIL = new Date('2031-04-10T12:00:00Z');
const MAY = new Date('2031-05-10T12:00:00Z');
const END_OF_MARCH = new Date('2031-03-31T23:59:59.999Z');
const START_OF_APRIL = new Date('2031-04-01T00:00:00.000Z');

let database: TestDatabase;
let executionId: string;

const idAt = (moment: Date) => createIds({ now: () => moment }).next<string>();

beforeEach(async () => {
  database = await createTestDatabase();
  executionId = await insertExecution();
});

afterEach(() => database.drop());

async function insertExecution(): Promise<string> {
  const [team, user, definition, execution] = Array.from({ length: 4 }, () => idAt(MARCH));
  const insert = (text: string, values: unknown[]) => database.pool.query(text, values);
  await insert('insert into teams (team_id, team_name) values ($1, $2)', [team, 'team']);
  await insert('insert into users (user_id, username, team_id) values ($1, $2, $3)', [user, 'user', team]);
  await insert(
    `insert into test_definitions (id, name, type, owner_id, content, team_id, latest_version)
     values ($1, 'suite', 'unit', $2, '{}', $3, 1)`,
    [definition, user, team],
  );
  await insert(
    `insert into test_definition_versions (definition_id, version, body, body_hash) values ($1, 1, '{}', '')`,
    [definition],
  );
  await insert(
    `insert into test_executions (execution_id, definition_id, environment_id, status, submitted_at, submitted_by,
       team_id, definition_version, effective_definition, priority, status_changed_at, cpu_request_millis,
       memory_request_bytes, parallelism)
     select $1, $2, environment_id, 'running', $5, $3, $4, 1, '{}', 50, $5, 100, 1, 1 from execution_environments`,
    [execution, definition, user, team, MARCH],
  );
  return String(execution);
}

async function insertResult(at: Date, assertionAt = at): Promise<string> {
  const resultId = idAt(at);
  await database.pool.query(
    `insert into test_results (result_id, execution_id, test_name, status, executed_at, attempt, name_hash)
     values ($1, $2, 'adds', 'failed', $3, 0, '\\x00')`,
    [resultId, executionId, at],
  );
  await database.pool.query(
    `insert into test_assertions (assertion_id, result_id, assertion_type, passed) values ($1, $2, 'equal', false)`,
    [idAt(assertionAt), resultId],
  );
  await database.pool.query(
    `insert into test_metrics (metric_id, execution_id, metric_name, metric_value, measured_at)
     values ($1, $2, 'duration', 1.5, $3)`,
    [idAt(at), executionId, at],
  );
  return resultId;
}

const placesOf = async (table: string) =>
  (await database.pool.query(`select tableoid::regclass::text as place from ${table} order by 1`)).rows.map(
    (row) => row.place,
  );
const everyPlace = async () => [
  ...(await placesOf('test_results')),
  ...(await placesOf('test_assertions')),
  ...(await placesOf('test_metrics')),
];

test('this month and the next get their partitions once, and rows go there by their ids', async () => {
  expect(await ensurePartitions(database.pool, MARCH)).toEqual({
    created: ['03', '04'].flatMap((month) => [
      `test_results_2031_${month}`,
      `test_assertions_2031_${month}`,
      `test_metrics_2031_${month}`,
      `test_runs_2031_${month}`,
    ]),
    blocked: [],
    outcome: 'done',
  });
  expect(await ensurePartitions(database.pool, MARCH)).toEqual({ created: [], blocked: [], outcome: 'done' });
  await insertResult(END_OF_MARCH);
  await insertResult(START_OF_APRIL);
  expect(await placesOf('test_results')).toEqual(['test_results_2031_03', 'test_results_2031_04']);
  expect(await placesOf('test_assertions')).toEqual(['test_assertions_2031_03', 'test_assertions_2031_04']);
  expect(await placesOf('test_metrics')).toEqual(['test_metrics_2031_03', 'test_metrics_2031_04']);
});

test('in December the next month is that of the next year', async () => {
  const { created } = await ensurePartitions(database.pool, new Date('2031-12-31T23:59:59Z'));
  expect(created).toContain('test_results_2031_12');
  expect(created).toContain('test_results_2032_01');
});

test('of many servers that make partitions at once none fails', async () => {
  const reports = await Promise.all(Array.from({ length: 6 }, () => ensurePartitions(database.pool, MARCH)));
  expect(reports.flatMap(({ created }) => created)).toHaveLength(8);
});

test('a month whose rows came before its partition stays whole in the default partition', async () => {
  await insertResult(MARCH);
  const report = await ensurePartitions(database.pool, MARCH);
  expect(report.blocked).toEqual(['test_results_2031_03', 'test_assertions_2031_03', 'test_metrics_2031_03']);
  await insertResult(MARCH);
  expect(await placesOf('test_results')).toEqual(['test_results_default', 'test_results_default']);
  await dropPartitionsBefore(database.pool, MAY);
  expect(await everyPlace()).toEqual([]);
});

test('an old month is dropped with its results, assertions and metrics, and later ones are untouched', async () => {
  await ensurePartitions(database.pool, MARCH);
  await insertResult(MARCH);
  await insertResult(APRIL);
  const report = await dropPartitionsBefore(database.pool, START_OF_APRIL);
  expect(report.postponed).toEqual([]);
  expect(report.dropped).toEqual(
    expect.arrayContaining(['test_results_2031_03', 'test_assertions_2031_03', 'test_metrics_2031_03']),
  );
  expect(await everyPlace()).toEqual([
    'test_results_2031_04',
    'test_assertions_2031_04',
    'test_metrics_2031_04',
  ]);
  const { rows } = await database.pool.query(`select to_regclass('test_results_2031_03') as gone`);
  expect(rows).toEqual([{ gone: null }]);
});

test('a month that is not over at the given moment is kept', async () => {
  await ensurePartitions(database.pool, MARCH);
  await insertResult(MARCH);
  await dropPartitionsBefore(database.pool, END_OF_MARCH);
  expect(await placesOf('test_results')).toEqual(['test_results_2031_03']);
});

test("an assertion written after the month's end leaves with its result", async () => {
  await ensurePartitions(database.pool, MARCH);
  await insertResult(END_OF_MARCH, START_OF_APRIL);
  const kept = await insertResult(APRIL);
  await dropPartitionsBefore(database.pool, START_OF_APRIL);
  const { rows } = await database.pool.query('select result_id from test_assertions');
  expect(rows).toEqual([{ result_id: kept }]);
});

test('what is left still refuses an assertion without its result', async () => {
  await ensurePartitions(database.pool, MARCH);
  const gone = await insertResult(MARCH);
  await dropPartitionsBefore(database.pool, START_OF_APRIL);
  const insert = database.pool.query(
    `insert into test_assertions (assertion_id, result_id, assertion_type, passed) values ($1, $2, 'equal', true)`,
    [idAt(APRIL), gone],
  );
  await expect(insert).rejects.toMatchObject({ code: '23503' });
});

test('while results are being written neither making nor dropping waits long, fails, or fails the writer', async () => {
  await ensurePartitions(database.pool, MARCH);
  await insertResult(MARCH);
  const writer = await database.pool.connect();
  try {
    await writer.query('begin');
    await writer.query(
      `insert into test_results (result_id, execution_id, test_name, status, executed_at, attempt, name_hash)
       values ($1, $2, 'adds', 'passed', $3, 0, '\\x00')`,
      [idAt(APRIL), executionId, APRIL],
    );
    const dropping = dropPartitionsBefore(database.pool, START_OF_APRIL);
    const making = ensurePartitions(database.pool, MAY);
    expect((await dropping).postponed).toContain('test_results_2031_03');
    expect((await making).outcome).toBe('postponed');
    await writer.query('commit');
  } finally {
    writer.release();
  }
  expect((await dropPartitionsBefore(database.pool, START_OF_APRIL)).dropped).toContain(
    'test_results_2031_03',
  );
  expect((await ensurePartitions(database.pool, MAY)).created).toContain('test_results_2031_05');
});
