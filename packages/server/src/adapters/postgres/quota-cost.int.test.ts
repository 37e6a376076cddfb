/** What a look at the quotas costs when the team has a long history behind it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StoredTeam, storeDefinition, storeTeam } from '../../testing/stored-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/template-database.ts';
import { createDatabase } from './database.ts';
import { createPostgresQuotaBook } from './quota-book.ts';

const HISTORY = 50_000;
const ALIVE = 20;

let database: TestDatabase;
let team: StoredTeam;
beforeAll(async () => {
  database = await createTestDatabase();
  team = await storeTeam(database.pool, 'busy');
  const definitionId = await storeDefinition(database.pool, team, 'suite');
  // All of it today, so that what is counted by day is a part of the history as well.
  await database.pool.query(
    `insert into test_executions (execution_id, definition_id, definition_version, effective_definition, environment_id, team_id,
       submitted_by, submitted_at, status, status_changed_at, priority, parallelism, cpu_request_millis, memory_request_bytes)
     select gen_random_uuid(), $1, 1, '{}', '01900000-0000-7000-8000-000000000301', $2, $3, now(),
       case when n <= $5 then 'queued' else 'archived' end, now(), 50, 2, 100, 1048576 from generate_series(1, $4::int) as n`,
    [definitionId, team.teamId, team.userId, HISTORY, ALIVE],
  );
  await database.pool.query(
    `insert into test_artifacts (artifact_id, execution_id, artifact_type_id, file_name, s3_path, file_size_bytes, checksum)
     select gen_random_uuid(), execution_id, (select artifact_type_id from artifact_types limit 1), 'file', 'key', 1048576, 'sum'
     from test_executions`,
  );
  await database.pool.query(`update users set quota = '{"executions": 1000000}' where user_id = $1`, [
    team.userId,
  ]);
  await database.pool.query('analyze');
});
afterAll(() => database.drop());

test('the numbers are right, and hardly a page of the history is read for them', async () => {
  const quotas = createPostgresQuotaBook(createDatabase(database.pool));
  const pagesOf = async () => {
    await database.pool.query('select pg_stat_clear_snapshot(), pg_stat_force_next_flush()');
    const { rows } = await database.pool.query(
      `select sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)::int as pages
       from pg_statio_user_tables where relname in ('test_executions', 'test_artifacts', 'quota_counters')`,
    );
    return Number(rows[0].pages);
  };
  const before = await pagesOf();
  const standings = await quotas.standings(team, new Date());
  const used = Object.fromEntries(standings.map((one) => [one.resource, one.used]));
  expect(used).toEqual({
    concurrent_executions: ALIVE,
    executions_per_month: HISTORY,
    executions_per_week: HISTORY,
    executions: HISTORY,
    executions_per_hour: HISTORY,
    parallel_groups: 2 * ALIVE,
    cpu_millis: 200 * ALIVE,
    memory_mib: 2 * ALIVE,
    artifact_mib: HISTORY,
  });
  expect((await pagesOf()) - before).toBeLessThan(200);
});
