import { connectToPostgres } from './adapters/postgres/connect.ts';
import { startEmbeddedPostgres } from './adapters/postgres/embedded.ts';

const log = { debug() {}, info() {}, warn: console.log, error: console.log } as never;
const pg = (await startEmbeddedPostgres({
  dataFolder: '/tmp/perf-data',
  log,
  durability: 'unsafe',
} as never)) as any;
const pool = ((await connectToPostgres({ url: pg.value.url, log })) as any).value;
const id = (await pool.query(`select execution_id from test_results limit 1`)).rows[0].execution_id;
const not = `unit_id not in (select older.unit_id from execution_units older join execution_units newer on newer.execution_id = older.execution_id and newer.key_hash = older.key_hash and newer.attempt > older.attempt and newer.status <> 'pending' where older.execution_id = '${id}')`;
const q = (w: string, from: string) => `select result_id, unit_id, left(test_name, 4000) as test_name, suite, left(error_message, 4000) as error_message, executed_at from test_results where execution_id = '${id}' and ${not} and ${w} and (attempt, result_id) > (${from}) order by attempt, result_id limit 501`;
for (const w of [`status in ('failed','error')`, `status not in ('failed','error')`]) for (const from of [`-1, '00000000-0000-0000-0000-000000000000'`, `0, '80000000-0000-0000-0000-000000000000'`]) for (const r of (await pool.query('explain analyze ' + q(w, from))).rows) console.log(r['QUERY PLAN'].slice(0,170));
await pool.end();
await pg.value.stop();
process.exit(0);
