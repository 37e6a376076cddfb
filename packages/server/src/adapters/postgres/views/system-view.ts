/** The installation as its database knows it: nodes, what waits and lives, the database itself. */
import type { SystemView } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { readQueueGauges } from '../gauges.ts';

/** Nodes that were not heard of for longer are those of another time. */
const SHOWN_DAYS = 7;
const HEARD_SECONDS = 60;

export async function readSystem(database: Database): Promise<Omit<SystemView, 'version' | 'server'>> {
  const [gauges, nodes, about] = await Promise.all([
    readQueueGauges(database),
    readNodes(database),
    readDatabase(database),
  ]);
  const { queued, oldestQueuedSeconds, executions, groups } = gauges;
  return {
    queue: { waiting: queued, oldestSeconds: oldestQueuedSeconds },
    executions,
    groups,
    nodes,
    database: about,
  };
}

async function readNodes(database: Database): Promise<SystemView['nodes']> {
  const { rows } = await sql<NodeRow>`
    select node.node_name, node.host, node.cpu_millis, node.memory_bytes, node.last_seen_at,
      node.last_seen_at > now() - make_interval(secs => ${HEARD_SECONDS}) as heard,
      coalesce(sum(execution.parallelism * execution.cpu_request_millis), 0)::bigint as used_cpu,
      coalesce(sum(execution.parallelism * execution.memory_request_bytes), 0)::bigint as used_memory,
      count(execution.execution_id)::int as executions
    from server_nodes node left join test_executions execution on execution.node_name = node.node_name
      and execution.status in ('scheduled', 'initializing', 'running', 'completing')
    where node.last_seen_at > now() - make_interval(days => ${SHOWN_DAYS})
    group by node.node_name order by node.node_name`.execute(database);
  return rows.map((row) => ({
    name: row.node_name,
    host: row.host,
    state: row.heard ? ('heard' as const) : ('silent' as const),
    lastSeenAt: row.last_seen_at.toISOString(),
    executions: row.executions,
    cpuMillis: { total: row.cpu_millis, requested: Number(row.used_cpu) },
    memoryBytes: { total: Number(row.memory_bytes), requested: Number(row.used_memory) },
  }));
}

type NodeRow = {
  node_name: string;
  host: string;
  cpu_millis: number;
  memory_bytes: number;
  last_seen_at: Date;
  heard: boolean;
  used_cpu: number;
  used_memory: number;
  executions: number;
};

async function readDatabase(database: Database): Promise<SystemView['database']> {
  const { rows } = await sql<{
    version: string;
    size: number;
    connections: number;
    most: number;
    schema: string;
  }>`
    select current_setting('server_version') as version, pg_database_size(current_database())::bigint as size,
      (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
      current_setting('max_connections')::int as most,
      (select max(name) from schema_migrations) as schema`.execute(database);
  const [row] = rows;
  if (row === undefined) throw new Error('the database said nothing of itself');
  return {
    version: row.version,
    sizeBytes: Number(row.size),
    connections: row.connections,
    maxConnections: row.most,
    schema: row.schema,
  };
}
