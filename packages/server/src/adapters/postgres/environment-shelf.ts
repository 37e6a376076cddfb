/** Rows of execution_environments. */
import type { ClusterId, EnvironmentId, EnvironmentRequest, PlaceStatus } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { sql } from 'kysely';
import { z } from 'zod';
import type {
  EnvironmentDirectory,
  EnvironmentPatch,
  EnvironmentShelf,
  RunPlace,
} from '../../environments/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { configurationOf, environmentView, type PlaceRow, runsOnOf } from './cluster-view.ts';
import { type Database, txOf } from './database.ts';
import { jsonOf } from './json-of.ts';
import { unlessTaken } from './unless-taken.ts';
import { decodeCursor, pageOf } from './views/cursor.ts';

const Key = z.tuple([z.uuid()]);
/** As the first migration made it, in every installation. */
const LOCAL_ENVIRONMENT = '01900000-0000-7000-8000-000000000301';

export function createPostgresEnvironmentShelf(database: Database): EnvironmentShelf & EnvironmentDirectory {
  return {
    list: async ({ name, clusterId, ...order }) => {
      const after = decodeCursor(Key, order.cursor);
      if (!after.ok) return after;
      let query = shown(database);
      if (name !== undefined) query = query.where('environment_name', '=', name);
      if (clusterId !== undefined) query = query.where('place.cluster_id', '=', clusterId);
      if (after.value) query = query.where('environment_id', '>', after.value[0]);
      const rows = await query
        .orderBy('environment_id')
        .limit(order.limit + 1)
        .execute();
      return ok(pageOf(rows, order, environmentView, (row) => [row.environment_id]));
    },
    show: async (environmentId) => {
      const row = await shown(database).where('environment_id', '=', environmentId).executeTakeFirst();
      return row ? environmentView(row) : null;
    },
    insert,
    lock: async (tx, environmentId) => {
      const query = shown(txOf(tx)).where('environment_id', '=', environmentId);
      return placeOf(await query.forUpdate('place').executeTakeFirst());
    },
    change,
    remove: async (tx, environmentId) => {
      const query = txOf(tx).deleteFrom('execution_environments');
      await query.where('environment_id', '=', environmentId).execute();
    },
    countExecutions: async (tx, environmentId, most) => {
      const { rows } = await sql<{ executions: number }>`
        select count(*)::int as executions from (
          select 1 from test_executions where environment_id = ${environmentId} limit ${most}
        ) as counted`.execute(txOf(tx));
      return rows[0]?.executions ?? 0;
    },
    countGroups,
    find: async (name) => placeOf(await named(shown(database), name).executeTakeFirst()),
    hold: async (tx, name) =>
      placeOf(
        await named(shown(txOf(tx)), name)
          .forKeyShare('place')
          .executeTakeFirst(),
      ),
  };
}

async function countGroups(
  tx: Tx,
  where: { environmentId: EnvironmentId } | { clusterId: ClusterId },
): Promise<number> {
  const [column, id] =
    'clusterId' in where
      ? (['cluster_id', where.clusterId] as const)
      : (['environment_id', where.environmentId] as const);
  const places = txOf(tx)
    .selectFrom('execution_environments')
    .select('environment_id')
    .where(column, '=', id);
  // Who writes down a group has to hold its environment's row, and waits.
  const held = await places.orderBy('environment_id').forUpdate().execute();
  const ids = held.map((place) => place.environment_id);
  // Groups that are over stay as long as their executions are kept. A join would read all of them (400,000 in 170 ms),
  // a count for each execution goes by its index (5 ms).
  const { rows } = await sql<{ groups: number }>`
    select ((select count(*) from execution_groups
        where status in ('starting', 'running') and environment_id = any(${ids}::uuid[]))
      + (select coalesce(sum((select count(*) from execution_groups member
            where member.execution_id = execution.execution_id and member.job_name is not null
              and member.status not in ('starting', 'running'))), 0)
        from test_executions execution
        where execution.status not in ('archived', 'rejected') and execution.environment_id = any(${ids}::uuid[]))
    )::int as groups`.execute(txOf(tx));
  return rows[0]?.groups ?? 0;
}

const shown = (database: Database) =>
  database
    .selectFrom('execution_environments as place')
    .innerJoin('clusters', 'clusters.cluster_id', 'place.cluster_id')
    .selectAll('place')
    .select(['clusters.cluster_name', 'clusters.status as cluster_status', 'clusters.access']);

const named = (query: ReturnType<typeof shown>, name: string | null) =>
  name === null
    ? query.where('environment_id', '=', LOCAL_ENVIRONMENT)
    : query.where('environment_name', '=', name);

const placeOf = (row: PlaceRow | undefined): RunPlace | null =>
  row === undefined
    ? null
    : {
        environmentId: row.environment_id as EnvironmentId,
        name: row.environment_name,
        clusterId: row.cluster_id as ClusterId,
        runsOn: runsOnOf(row),
        namespace: row.namespace,
        status: row.status as PlaceStatus,
        clusterName: row.cluster_name,
        clusterStatus: row.cluster_status as PlaceStatus,
        defaultImage: configurationOf(row.configuration).defaultImage ?? null,
      };

async function insert(
  tx: Tx,
  environmentId: EnvironmentId,
  { name, clusterId, namespace, configuration }: EnvironmentRequest,
  { status, reason }: { status: PlaceStatus; reason: string },
  now: Date,
): Promise<boolean> {
  const inserted = await txOf(tx)
    .insertInto('execution_environments')
    .values({
      ...{ environment_id: environmentId, environment_name: name, cluster_id: clusterId, namespace },
      ...{ configuration: jsonOf(configuration), status, status_reason: reason },
      ...{ created_at: now, updated_at: now },
    })
    .onConflict((conflict) => conflict.column('environment_name').doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

async function change(
  tx: Tx,
  environmentId: EnvironmentId,
  { name, namespace, configuration, status }: EnvironmentPatch,
  now: Date,
): Promise<boolean> {
  const columns = {
    updated_at: now,
    ...(name === undefined ? {} : { environment_name: name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(configuration === undefined ? {} : { configuration: jsonOf(configuration) }),
    ...(status === undefined ? {} : { status: status.status, status_reason: status.reason }),
  };
  const taken = await unlessTaken(tx, async () => {
    const own = txOf(tx).updateTable('execution_environments').set(columns);
    await own.where('environment_id', '=', environmentId).execute();
  });
  return taken === null;
}
