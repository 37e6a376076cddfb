/** This database's view of the nodes: what each offers, less what its active executions asked for. */
import type { NodeResources } from '@gauntlet/core/executions';
import { sql } from 'kysely';
import type { NodeInventory } from '../../executions/index.ts';
import { type Database, txOf } from './database.ts';

const SEEN_WITHIN_SECONDS = 60;

export function createPostgresNodeInventory(): NodeInventory {
  return {
    list: async (tx) => {
      const { rows } = await sql<Row>`
        select node.node_name, node.cpu_millis, node.memory_bytes, node.labels ->> 'lifetime' as lifetime,
          coalesce(sum(execution.parallelism * execution.cpu_request_millis), 0)::bigint as used_cpu,
          coalesce(sum(execution.parallelism * execution.memory_request_bytes), 0)::bigint as used_memory
        from server_nodes node left join test_executions execution on execution.node_name = node.node_name
          and execution.runs_on = 'local' and execution.status in ('scheduled', 'initializing', 'running', 'completing')
        where node.last_seen_at > now() - make_interval(secs => ${SEEN_WITHIN_SECONDS}) group by node.node_name`.execute(
        txOf(tx),
      );
      return rows.map(resourcesOf);
    },
  };
}

type Row = {
  node_name: string;
  cpu_millis: number;
  memory_bytes: number;
  lifetime: string | null;
  used_cpu: number;
  used_memory: number;
};

const resourcesOf = (row: Row): NodeResources => ({
  name: row.node_name,
  allocatableCpuMillis: row.cpu_millis,
  allocatableMemoryBytes: row.memory_bytes,
  requestedCpuMillis: row.used_cpu,
  requestedMemoryBytes: row.used_memory,
  lifetime: row.lifetime === 'spot' ? 'spot' : 'on-demand',
});

/** A server's sign of life for its node. */
export async function registerNode(
  database: Database,
  node: { name: string; host: string; cpuMillis: number; memoryBytes: number },
): Promise<void> {
  await sql`
    insert into server_nodes (node_name, host, cpu_millis, memory_bytes, last_seen_at)
    values (${node.name}, ${node.host}, ${node.cpuMillis}, ${node.memoryBytes}, now())
    on conflict (node_name) do update set host = excluded.host, cpu_millis = excluded.cpu_millis,
      memory_bytes = excluded.memory_bytes, last_seen_at = now()`.execute(database);
}
