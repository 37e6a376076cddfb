/**
 * The monthly partitions of test_results, test_assertions, test_metrics and test_runs.
 *
 * Owns: which of them exist. Does not own: their rows, nor who decides how long results are kept.
 * Invariants: no row is moved; a month leaves whole, assertions before the results they point to; whoever
 * writes results waits for less than a second, because this gives up its locks before PostgreSQL would
 * look for a deadlock (after 1 s) and end one of the two. What was given up is done at the next call.
 */
import type { Pool, PoolClient } from './connect.ts';

export type EnsureReport = {
  created: string[];
  /** The default partition already holds rows of that month, and goes on to hold all of them. */
  blocked: string[];
  outcome: 'done' | 'postponed';
};

export type DropReport = { dropped: string[]; postponed: string[] };

const LOCK_TIMEOUT = `set local lock_timeout = '800ms'`;
const GIVEN_UP = ['55P03', '40P01']; // lock_not_available, deadlock_detected

/** Makes the partitions of this month (UTC) and the next. Call it daily; any number of servers may. */
export async function ensurePartitions(pool: Pool, now: Date): Promise<EnsureReport> {
  const report: EnsureReport = { created: [], blocked: [], outcome: 'done' };
  for (const month of [startOfMonth(now, 0), startOfMonth(now, 1)]) {
    const rows = await withBriefLocks(pool, (client) => ensureMonth(client, month));
    if (!rows) return { ...report, outcome: 'postponed' };
    const named = (outcome: string) =>
      rows.filter((row) => row.outcome === outcome).map((row) => row.partition_name);
    report.created.push(...named('created'));
    report.blocked.push(...named('default-holds-rows'));
  }
  return report;
}

/**
 * Removes every month that ended before the given moment, and what lies in the default partitions from
 * before it. Artifacts stay: they leave by team and type.
 */
export async function dropPartitionsBefore(pool: Pool, before: Date): Promise<DropReport> {
  const report: DropReport = { dropped: [], postponed: [] };
  for (const month of await listMonthsBefore(pool, before)) {
    const done = await withBriefLocks(pool, (client) => dropMonth(client, month));
    report[done ? 'dropped' : 'postponed'].push(...month.partitions);
  }
  await deleteFromDefaults(pool, before);
  return report;
}

type Month = { start: Date; end: Date; partitions: string[] };

async function ensureMonth(client: PoolClient, month: Date) {
  const { rows } = await client.query<{ partition_name: string; outcome: string }>(
    'select partition_name, outcome from ensure_month_partitions($1)',
    [month],
  );
  return rows;
}

async function listMonthsBefore(pool: Pool, before: Date): Promise<Month[]> {
  const { rows } = await pool.query<{ month: string; partitions: string[] }>(
    `select right(name, 7) as month, array_agg(name) as partitions
     from pg_inherits, lateral (select inhrelid::regclass::text as name) as child
     where inhparent in ('test_results'::regclass, 'test_assertions'::regclass, 'test_metrics'::regclass, 'test_runs'::regclass)
       and name ~ '_[0-9]{4}_[0-9]{2}$'
     group by month order by month`,
  );
  return rows.map(toMonth).filter(({ end }) => end <= before);
}

function toMonth({ month, partitions }: { month: string; partitions: string[] }): Month {
  const [year, number] = month.split('_').map(Number) as [number, number];
  const start = new Date(Date.UTC(year, number - 1));
  return { start, end: startOfMonth(start, 1), partitions };
}

async function dropMonth(client: PoolClient, { start, end, partitions }: Month): Promise<true> {
  // All at once and in the order in which results are written, lest the two wait for each other.
  await client.query(
    'lock table test_results, test_assertions, test_metrics, test_runs in access exclusive mode',
  );
  const partitionOf = (parent: string) => partitions.find((name) => name.startsWith(`${parent}_`));
  await dropPartition(client, 'test_assertions', partitionOf('test_assertions'));
  // Assertions written after the month's end for results written before it.
  await client.query(
    'delete from test_assertions where result_id >= uuidv7_floor($1) and result_id < uuidv7_floor($2)',
    [start, end],
  );
  await dropPartition(client, 'test_results', partitionOf('test_results'));
  await dropPartition(client, 'test_metrics', partitionOf('test_metrics'));
  await dropPartition(client, 'test_runs', partitionOf('test_runs'));
  return true;
}

async function dropPartition(
  client: PoolClient,
  parent: string,
  partition: string | undefined,
): Promise<void> {
  if (!partition) return;
  await client.query(`alter table ${parent} detach partition ${partition}`);
  await client.query(`drop table ${partition}`);
}

/** Rows came there while a month had no partition of its own. */
async function deleteFromDefaults(pool: Pool, before: Date): Promise<void> {
  await pool.query('delete from test_assertions_default where assertion_id < uuidv7_floor($1)', [before]);
  await pool.query('delete from test_results_default where result_id < uuidv7_floor($1)', [before]);
  await pool.query('delete from test_metrics_default where metric_id < uuidv7_floor($1)', [before]);
  await pool.query('delete from test_runs_default where execution_id < uuidv7_floor($1)', [before]);
}

/** @returns undefined when a lock could not be had in time, and nothing was done. */
async function withBriefLocks<Value>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Value>,
): Promise<Value | undefined> {
  const client = await pool.connect();
  try {
    await client.query(`begin; ${LOCK_TIMEOUT}`);
    const value = await work(client);
    await client.query('commit');
    client.release();
    return value;
  } catch (error) {
    client.release(true); // closing the connection rolls back, whatever state it is in
    if (error instanceof Error && 'code' in error && GIVEN_UP.includes(String(error.code))) return undefined;
    throw error;
  }
}

const startOfMonth = (moment: Date, monthsLater: number) =>
  new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + monthsLater));
