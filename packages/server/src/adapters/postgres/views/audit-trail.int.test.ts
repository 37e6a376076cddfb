/** How a long trail is read: along the indexes of acts, a page at a time. */
import type { TeamId } from '@gauntlet/contract';
import { CompiledQuery, type KyselyPlugin, type RootOperationNode, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TrailFilter, TrailOrder } from '../../../identity/index.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/template-database.ts';
import { createDatabase, type Database } from '../database.ts';
import { createPostgresTrailReader } from './audit-trail.ts';

const TEAM = '01900000-0000-7000-8000-00000000a001' as TeamId;
const SOMEBODY = '01900000-0000-7000-8000-00000000b001';
const TOKEN = '01900000-0000-7000-8000-00000000c001';
const ACTS = 30_000;

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  database = createDatabase(test.pool);
  await sql`insert into event_streams (stream_id, version) values (${`audit-${TEAM}`}, ${ACTS})`.execute(
    database,
  );
  // The first hundred are somebody's, long ago; all others are of other people and another resource.
  await sql`insert into events (event_id, stream_id, event_number, event_type, event_data, created_at)
    select gen_random_uuid(), ${`audit-${TEAM}`}, n, 'acted', jsonb_build_object(
      'action', case when n <= 100 then 'secret.set' else 'test.submit' end, 'detail', '{}'::jsonb,
      'target', jsonb_build_object('kind', 'x', 'id', case when n <= 100 then ${SOMEBODY} else gen_random_uuid()::text end, 'name', null),
      'by', jsonb_build_object('userId', case when n <= 100 then ${SOMEBODY} else md5((n % 50)::text)::uuid::text end,
        'tokenId', case when n <= 100 then ${TOKEN} else md5((n % 90)::text)::uuid::text end)),
      timestamptz '2026-01-01 00:00:00Z' + make_interval(mins => n)
    from generate_series(1, ${ACTS}::int) n`.execute(database);
  await sql`analyze events`.execute(database);
});
afterAll(() => test.drop());

type Plan = {
  'Node Type': string;
  'Rows Removed by Filter'?: number;
  'Actual Rows': number;
  Plans?: Plan[];
};

/** What the database did for a page. */
async function planOf(filter: TrailFilter, order: TrailOrder): Promise<{ found: number; nodes: Plan[] }> {
  const asked: RootOperationNode[] = [];
  const note: KyselyPlugin = {
    transformQuery: ({ node }) => {
      asked.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const page = await createPostgresTrailReader(database.withPlugin(note)).read(TEAM, filter, order);
  const query = asked.at(-1);
  if (!page.ok || !query) throw new Error('nothing was read');
  const compiled = database.getExecutor().compileQuery(query, { queryId: 'explained' });
  const explained = await database.executeQuery<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    CompiledQuery.raw(`explain (analyze, format json) ${compiled.sql}`, [...compiled.parameters]),
  );
  const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];
  const plan = explained.rows[0]?.['QUERY PLAN'][0].Plan;
  if (!plan) throw new Error('there is no plan');
  return { found: page.value.items.length, nodes: flat(plan) };
}

const NEWEST: TrailOrder = { by: 'newest', limit: 50 };
it.each<[string, TrailFilter, TrailOrder, number]>([
  ['the newest', {}, NEWEST, 50],
  ['a resource', { actions: ['secret.*'] }, NEWEST, 50],
  ['one action', { actions: ['secret.set'] }, NEWEST, 50],
  ['a person', { user: SOMEBODY }, NEWEST, 50],
  ['a token', { token: TOKEN }, NEWEST, 50],
  ['a target', { target: SOMEBODY }, NEWEST, 50],
  ['a person who did nothing', { user: TOKEN }, NEWEST, 0],
  ['a time long ago', { until: new Date('2026-01-01T01:00:00Z') }, NEWEST, 50],
  ['what came after a number', {}, { by: 'after', after: ACTS - 10, limit: 50 }, 10],
])('a page of %s costs no more than the page', async (_, filter, order, expected) => {
  const { found, nodes } = await planOf(filter, order);
  expect(found).toBe(expected);
  expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  for (const node of nodes) {
    expect(node['Actual Rows']).toBeLessThanOrEqual(110);
    expect(node['Rows Removed by Filter'] ?? 0).toBeLessThanOrEqual(110);
  }
});
