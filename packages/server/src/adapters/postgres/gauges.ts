import { sql } from 'kysely';
import type { Database } from './database.ts';

/** What is waiting and living now, for the metrics' gauges. Cheap: partial indexes only. */
export async function readQueueGauges(database: Database) {
  const { rows } = await sql<{ kind: string; name: string; count: number; age_seconds: number | null }>`
    select 'execution' as kind, status as name, count(*) as count, extract(epoch from now() - min(queued_at))::float8 as age_seconds
    from test_executions where status <> 'archived' and status <> 'rejected' group by status
    union all select 'group', status, count(*), null from execution_groups where status in ('starting', 'running') group by status`.execute(
    database,
  );
  const of = (kind: string) =>
    Object.fromEntries(rows.filter((row) => row.kind === kind).map((row) => [row.name, row.count]));
  const queued = rows.find((row) => row.kind === 'execution' && row.name === 'queued');
  return {
    queued: queued?.count ?? 0,
    oldestQueuedSeconds: queued?.age_seconds ?? 0,
    groups: of('group'),
    executions: of('execution'),
  };
}
