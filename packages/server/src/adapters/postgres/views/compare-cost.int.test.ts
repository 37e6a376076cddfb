/** What a comparison of two large executions costs: each run is looked at once, whatever the planner knows of them. */
import type { DefinitionId, ExecutionId } from '@gauntlet/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StoredTeam, storeDefinition, storeExecution, storeTeam } from '../../../testing/stored-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/template-database.ts';
import { createDatabase } from '../database.ts';
import { compareExecutions } from './compare-executions.ts';

const TESTS = 5_000;

let database: TestDatabase;
let team: StoredTeam;
beforeAll(async () => {
  database = await createTestDatabase();
  team = await storeTeam(database.pool, 'large');
});
afterAll(() => database.drop());

/** All of its tests failed. No `analyze`: people compare what has just ended. */
async function storeRuns(definitionId: DefinitionId): Promise<ExecutionId> {
  const executionId = await storeExecution(database.pool, team, { definitionId });
  await database.pool.query(
    `with named as (select n, sha256(('test ' || n)::bytea) as name_hash from generate_series(1, $3::int) as n), made as (
       insert into tests (test_id, definition_id, team_id, name_hash, name, first_seen_at, last_seen_at, last_execution_id, last_outcome)
       select test_id_of($1, name_hash), $1, $4, name_hash, 'test ' || n, now(), now(), $2, 'failed' from named on conflict do nothing
     )
     insert into test_runs (execution_id, test_id, result_id, at, outcome, duration_ms, flip)
     select $2, test_id_of($1, name_hash), gen_random_uuid(), now(), 'failed', 10, false from named`,
    [definitionId, executionId, TESTS, team.teamId],
  );
  return executionId;
}

async function blocksSeen(): Promise<number> {
  await database.pool.query('select pg_stat_clear_snapshot(), pg_stat_force_next_flush()');
  const { rows } = await database.pool.query(
    `select sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)::int as blocks
     from pg_statio_user_tables where relname = 'tests' or relname like 'test_runs%'`,
  );
  return Number(rows[0].blocks);
}

test.each(['one definition', 'two definitions'])('of %s', async (of) => {
  const one = await storeDefinition(database.pool, team, `${of}, the first`);
  const two = await storeDefinition(database.pool, team, `${of}, the second`);
  const before = await storeRuns(one);
  const after = await storeRuns(of === 'one definition' ? one : two);
  const seen = await blocksSeen();
  const order = { kind: 'still-failing', percent: 50, leastMs: 100, limit: 50 } as const;
  const compared = await compareExecutions(
    createDatabase(database.pool),
    team,
    { before, after },
    { ...order, cursor: undefined },
  );
  expect(compared).toMatchObject({ ok: true, value: { counts: { stillFailing: TESTS, unchanged: 0 } } });
  expect(compared?.ok && compared.value.items.length).toBe(50);
  // A look-up of each test of each side by its id, and the runs.
  expect((await blocksSeen()) - seen).toBeLessThan(20 * TESTS);
});
