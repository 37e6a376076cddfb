/** Runs by the clock, by servers that are killed while they are at it. */
import type { ScheduleView } from '@gauntlet/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestDatabase } from '../packages/server/src/testing/template-database.ts';
import type { Api } from './testing/api.ts';
import { commandSuite } from './testing/definitions.ts';
import { type Server, startServer } from './testing/server.ts';
import { until } from './testing/until.ts';
import { createWorld, type World } from './testing/world.ts';

const SCHEDULES = 40;
const KILLS = 5;

let world: World;
let database: TestDatabase;
beforeEach(async () => {
  world = await createWorld();
  database = await world.createDatabase();
});
afterEach(() => world.end());

/** Nothing of it is run here: there is no agent for it. */
const start = (name: string): Promise<Server> =>
  startServer(world, {
    dataFolder: world.dataFolder(name),
    databaseUrl: database.url,
    environment: { GAUNTLET_WARM_AGENTS: '0' },
  });

async function createSchedule(api: Api, name: string): Promise<string> {
  const saved = await api.post('/api/v1/definitions', commandSuite({ only: 'true' }, { name }));
  const { definitionId } = JSON.parse(saved.text);
  const made = await api.post('/api/v1/schedules', { definitionId, cron: '0 0 1 1 *', missed: 'run-once' });
  expect(made.status, made.text).toBe(201);
  return (JSON.parse(made.text) as ScheduleView).scheduleId;
}

const submittedByName = async (): Promise<Record<string, number>> => {
  const { rows } = await database.pool.query(
    `select definition.name, count(*)::int as executions from test_executions
       join test_definitions definition on definition.id = definition_id group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ name, executions }) => [name, executions]));
};

/** Short enough that some kills come before the first is submitted, long enough that some come in the middle. */
const anyMoment = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 400));

test('what is due is submitted once, although the servers at it are killed again and again', async () => {
  const first = await start('first');
  const names = Array.from({ length: SCHEDULES }, (_, index) => `nightly ${index + 10}`);
  for (const name of names) await createSchedule(first.api, name);
  await first.stop();
  await database.pool.query(
    `update schedules set next_run_at = date_trunc('second', now()) - interval '1 minute'`,
  );
  for (let kill = 0; kill < KILLS; kill += 1) {
    const both = await Promise.all([start(`a${kill}`), start(`b${kill}`)]);
    await anyMoment();
    await Promise.all(both.map((server) => server.kill()));
    console.log(
      Object.keys(await submittedByName()).length,
      (await database.pool.query(`select count(*) n from schedules where pending_runs <> '{}'`)).rows,
    );
  }
  const last = await start('last');
  await until('nothing is due or written down any more', async () => {
    const { items } = await last.api.get<{ items: ScheduleView[] }>('/api/v1/schedules?limit=200');
    const { rows } = await database.pool.query(`select from schedules where pending_runs <> '{}'`);
    return items.length === SCHEDULES && rows.length === 0 && items.every(isDone);
  });
  expect(await submittedByName()).toEqual(Object.fromEntries(names.map((name) => [name, 1])));
});

const isDone = ({ nextRunAt, lastOutcome }: ScheduleView) =>
  lastOutcome === 'submitted' && nextRunAt !== null && Date.parse(nextRunAt) > Date.now();
