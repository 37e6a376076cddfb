/** The migration to counters by period, over a database that has counted days so far. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeDefinition, storeExecution, storeTeam } from '../../testing/stored-rows.ts';
import { createEmptyDatabase, type TestDatabase } from '../../testing/template-database.ts';

const FOLDER = join(import.meta.dirname, 'migrations');
const LAST = '0019_quota_periods.sql';
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'));

let database: TestDatabase;
beforeAll(async () => {
  database = await createEmptyDatabase();
  for (const name of files.filter((file) => file < LAST).sort()) await apply(name);
});
afterAll(() => database.drop());

const apply = (name: string) => database.pool.query(readFileSync(join(FOLDER, name), 'utf8'));

const countersOf = async (holderId: string) => {
  const { rows } = await database.pool.query(
    `select counted, used::int as used, since from quota_counters where holder_id = $1 and counted <> 'artifact_bytes'`,
    [holderId],
  );
  return new Map(rows.map(({ counted, used, since }) => [counted, { used, since }]));
};

test('keeps what was counted today, counts the rest from the tables, and goes on from there', async () => {
  const team = await storeTeam(database.pool, 'counted');
  const definitionId = await storeDefinition(database.pool, team, 'suite');
  for (let count = 0; count < 3; count += 1) await storeExecution(database.pool, team, { definitionId });
  // As one that retention has taken: it is in no table, and was counted.
  await database.pool.query(`update quota_counters set used = used + 1 where counted = 'executions'`);
  await apply(LAST);
  const { rows } = await database.pool.query(
    `select unit, count(*)::int as used, date_trunc(unit, now(), 'UTC') as since
     from unnest(array['hour', 'week', 'month']) as unit
     left join test_executions on submitted_at >= date_trunc(unit, now(), 'UTC') group by unit`,
  );
  expect(rows).toHaveLength(3);
  for (const holderId of [team.teamId, team.userId]) {
    const counters = await countersOf(holderId);
    expect(counters.get('executions')?.used).toBe(4);
    for (const { unit, used, since } of rows)
      expect([unit, counters.get(`executions_per_${unit}`)]).toEqual([unit, { used, since }]);
  }
  await storeExecution(database.pool, team, { definitionId });
  expect((await countersOf(team.teamId)).get('executions')?.used).toBe(5);
});
