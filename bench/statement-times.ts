/** Where PostgreSQL's time goes, statement by statement, by its own pg_stat_statements. */
import type { Pool } from '../packages/server/src/adapters/postgres/connect.ts';
import { median } from './statistics.ts';

/** Milliseconds inside PostgreSQL, waiting for locks included, by the text of the statement. */
export type StatementTimes = ReadonlyMap<string, number>;

/** Takes effect with the next start of the database. */
export async function askForStatementTimes(pool: Pool): Promise<void> {
  await pool.query('create extension if not exists pg_stat_statements');
  await pool.query(`alter system set shared_preload_libraries = 'pg_stat_statements'`);
}

/** Of what ran while `work` did. */
export async function statementTimesOf(pool: Pool, work: () => Promise<unknown>): Promise<StatementTimes> {
  await pool.query('select pg_stat_statements_reset()');
  await work();
  const { rows } = await pool.query<{ query: string; ms: number }>(
    `select query, sum(total_exec_time) as ms from pg_stat_statements
     where query not like '%pg_stat_statements%' group by query`,
  );
  return new Map(rows.map(({ query, ms }) => [query, ms]));
}

const LEAST_SHARE = 0.02;

/** In words: the largest first, what is small summed up. */
export function describeShares(taken: readonly StatementTimes[]): string {
  const statements = [...new Set(taken.flatMap((times) => [...times.keys()]))];
  const shares = statements
    .map((statement) => ({ statement, share: median(taken.map((times) => shareOf(times, statement))) }))
    .toSorted((a, b) => b.share - a.share);
  const named = shares.filter(({ share }) => share >= LEAST_SHARE);
  const rest = 1 - named.reduce((sum, { share }) => sum + share, 0);
  const parts = named.map(({ statement, share }) => `${percent(share)} \`${headOf(statement)}\``);
  return `${parts.join(', ')}, ${percent(Math.max(0, rest))} the rest`;
}

function shareOf(times: StatementTimes, statement: string): number {
  const all = [...times.values()].reduce((sum, ms) => sum + ms, 0);
  return all === 0 ? 0 : (times.get(statement) ?? 0) / all;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

const HEAD =
  /^(?:insert into|update|delete from|select .*? from|with .*?\b(?:insert into|update)) "?(\w+)"?/is;

/** What it does to which table. */
function headOf(statement: string): string {
  const text = statement.replace(/\s+/g, ' ').trim();
  const [verb = ''] = text.split(' ');
  const table = HEAD.exec(text)?.[1];
  return table === undefined ? text.slice(0, 40) : `${verb.toLowerCase()} ${table}`;
}
