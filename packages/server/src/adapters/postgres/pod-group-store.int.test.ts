/** What a round of the watch over an environment costs when many groups have come and gone before. */
import type { EnvironmentId, ExecutionId, GroupId } from '@gauntlet/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PodGroupStore } from '../../executions/index.ts';
import { storeDefinition, storeExecution, storeGroup, storeTeam } from '../../testing/stored-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/template-database.ts';
import { createDatabase, createInTransaction } from './database.ts';
import { createPostgresPodGroupStore } from './pod-group-store.ts';

const ENVIRONMENT = '01900000-0000-7000-8000-000000000301' as EnvironmentId;
const HISTORY = 50_000;

let database: TestDatabase;
let executionId: ExecutionId;
let groupId: GroupId;
beforeAll(async () => {
  database = await createTestDatabase();
  const team = await storeTeam(database.pool, 'busy');
  const definitionId = await storeDefinition(database.pool, team, 'suite');
  const over = { status: 'archived', runs_on: 'kubernetes' };
  const earlier = await storeExecution(database.pool, team, { definitionId, columns: over });
  await database.pool.query(
    `insert into execution_groups (group_id, execution_id, attempt, group_index, status, environment_id, job_name)
     select gen_random_uuid(), $1, 0, n, 'finished', $2, 'job' from generate_series(1, $3::int) as n`,
    [earlier, ENVIRONMENT, HISTORY],
  );
  const columns = { status: 'running', runs_on: 'kubernetes' };
  executionId = await storeExecution(database.pool, team, { definitionId, columns });
  groupId = await storeGroup(database.pool, executionId, { environment_id: ENVIRONMENT, status: 'starting' });
  await database.pool.query('analyze');
});
afterAll(() => database.drop());

test.each<[string, (store: PodGroupStore) => Promise<unknown>, unknown]>([
  [
    'how groups stand, of which some are named by what is no id',
    (store) => store.statusesOf([groupId, 'mine' as GroupId, crypto.randomUUID() as GroupId]),
    expect.toSatisfy((found: Map<GroupId, string>) => [...found].join() === `${groupId},starting`),
  ],
  ['who is alive', (store) => store.listAlive(ENVIRONMENT), [expect.objectContaining({ index: 0 })]],
  ['where pods were lost', (store) => store.listLostNodes(executionId), []],
  ['what others hold', (store) => reservedBy(store), [expect.objectContaining({ count: 1 })]],
  ['whose claims were left', (store) => store.releaseClaimsOf('here'), undefined],
  ['what is to be launched', (store) => launchedBy(store), [expect.objectContaining({ token: 0 })]],
])('%s is found without a look at what is over', async (_, ask, expected) => {
  const store = createPostgresPodGroupStore(createDatabase(database.pool));
  const before = await pagesSeen();
  expect(await ask(store)).toEqual(expected);
  expect((await pagesSeen()) - before).toBeLessThan(100);
});

const reservedBy = (store: PodGroupStore) =>
  createInTransaction(createDatabase(database.pool))((tx) => store.listReserved(tx, ENVIRONMENT));

const launchedBy = (store: PodGroupStore) =>
  store.claimForLaunch(
    { environmentId: ENVIRONMENT, place: 'here', leaseSeconds: 90, tokenHashes: [new Uint8Array(32)] },
    new Date(),
  );

async function pagesSeen(): Promise<number> {
  await database.pool.query('select pg_stat_clear_snapshot(), pg_stat_force_next_flush()');
  const { rows } = await database.pool.query(
    `select sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)::int as pages
     from pg_statio_user_tables where relname = 'execution_groups'`,
  );
  return Number(rows[0].pages);
}
