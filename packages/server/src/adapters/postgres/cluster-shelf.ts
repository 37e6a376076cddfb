/**
 * Rows of clusters. How one is reached is one sealed JSON object, bound to its cluster_id; it is opened for
 * asking the cluster alone.
 */
import type { ClusterCheck, ClusterId, EnvironmentId } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type {
  ClusterAccess,
  ClusterPatch,
  ClusterShelf,
  NewCluster,
  OpenedCluster,
} from '../../environments/index.ts';
import type { Seal } from '../../kernel/seal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { clusterView } from './cluster-view.ts';
import { type Database, txOf } from './database.ts';
import type { Clusters } from './generated/database.ts';
import { jsonOf } from './json-of.ts';
import { envelopeOf, openEnvelope } from './sealed-envelope.ts';
import { holdRing } from './sealed-rows.ts';
import { unlessTaken } from './unless-taken.ts';
import { decodeCursor, pageOf } from './views/cursor.ts';

const Key = z.tuple([z.uuid()]);

export function createPostgresClusterShelf(database: Database, seal: Seal): ClusterShelf {
  return {
    list: async ({ name, ...order }) => {
      const after = decodeCursor(Key, order.cursor);
      if (!after.ok) return after;
      let query = shown(database);
      if (name !== undefined) query = query.where('cluster_name', '=', name);
      if (after.value) query = query.where('cluster_id', '>', after.value[0]);
      const rows = await query
        .orderBy('cluster_id')
        .limit(order.limit + 1)
        .execute();
      return ok(pageOf(rows, order, clusterView, (row) => [row.cluster_id]));
    },
    show: async (clusterId) => {
      const row = await shown(database).where('cluster_id', '=', clusterId).executeTakeFirst();
      return row ? clusterView(row) : null;
    },
    insert: (tx, cluster, status, now) => insert(seal, tx, cluster, status, now),
    lock,
    change: (tx, clusterId, patch, now) => change(seal, tx, clusterId, patch, now),
    remove: async (tx, clusterId) => {
      await txOf(tx).deleteFrom('clusters').where('cluster_id', '=', clusterId).execute();
    },
    open: (clusterId) => open(database, seal, clusterId),
    recordCheck,
  };
}

const shown = (database: Database) =>
  database
    .selectFrom('clusters')
    .selectAll()
    .select(
      sql<number>`(select count(*)::int from execution_environments place
        where place.cluster_id = clusters.cluster_id)`.as('environments'),
    );

async function insert(
  seal: Seal,
  tx: Tx,
  { clusterId, name, provider, region, access, facts }: NewCluster,
  { status, reason }: Parameters<ClusterShelf['insert']>[2],
  now: Date,
): Promise<boolean> {
  const inserted = await txOf(tx)
    .insertInto('clusters')
    .values({
      ...{ cluster_id: clusterId, cluster_name: name, provider, region },
      ...(await accessColumns(seal, tx, clusterId, { access, facts })),
      ...{ status, status_reason: reason, created_at: now, updated_at: now },
    })
    .onConflict((conflict) => conflict.column('cluster_name').doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

const boundTo = (clusterId: ClusterId) => `cluster/${clusterId}`;

async function accessColumns(
  seal: Seal,
  tx: Tx,
  clusterId: ClusterId,
  { access, facts }: NonNullable<ClusterPatch['access']>,
) {
  await holdRing(tx);
  const kubeconfig =
    access.kind === 'kubeconfig' ? await envelopeOf(seal, JSON.stringify(access), boundTo(clusterId)) : null;
  return {
    access: access.kind,
    kubeconfig: kubeconfig && JSON.stringify(kubeconfig),
    api_server: facts.apiServer,
    credential: facts.credential,
  };
}

async function lock(tx: Tx, clusterId: ClusterId) {
  // Before any other lock, as whoever seals does.
  await holdRing(tx);
  const query = txOf(tx).selectFrom('clusters').selectAll().where('cluster_id', '=', clusterId);
  const row = await query.forUpdate().executeTakeFirst();
  if (!row) return null;
  const places = txOf(tx).selectFrom('execution_environments').select('environment_name');
  const own = await places.where('cluster_id', '=', clusterId).orderBy('environment_name').execute();
  return {
    clusterId,
    name: row.cluster_name,
    access: row.access as 'local' | ClusterAccess['kind'],
    apiServer: row.api_server,
    status: row.status as 'ready' | 'unreachable' | 'disabled',
    updatedAt: row.updated_at,
    environments: own.map((place) => place.environment_name),
  };
}

async function change(
  seal: Seal,
  tx: Tx,
  clusterId: ClusterId,
  { name, provider, region, access, status }: ClusterPatch,
  now: Date,
): Promise<boolean> {
  const columns = {
    updated_at: now,
    ...(name === undefined ? {} : { cluster_name: name }),
    ...(provider === undefined ? {} : { provider }),
    ...(region === undefined ? {} : { region }),
    ...(status === undefined ? {} : { status: status.status, status_reason: status.reason }),
    ...(access === undefined
      ? {}
      : { last_check: null, ...(await accessColumns(seal, tx, clusterId, access)) }),
  };
  const taken = await unlessTaken(tx, async () => {
    await txOf(tx).updateTable('clusters').set(columns).where('cluster_id', '=', clusterId).execute();
  });
  if (taken) return false;
  if (access !== undefined && status?.reason)
    await setPlaces(tx, clusterId, { status: 'unreachable', status_reason: status.reason, checked_at: null });
  return true;
}

type PlaceColumns = {
  status: 'ready' | 'unreachable';
  status_reason: string | null;
  checked_at: Date | null;
};

const setPlaces = (tx: Tx, clusterId: ClusterId, columns: PlaceColumns) =>
  txOf(tx)
    .updateTable('execution_environments')
    .set(columns)
    .where('cluster_id', '=', clusterId)
    .where('status', '<>', 'disabled')
    .execute();

async function open(database: Database, seal: Seal, clusterId: ClusterId): Promise<OpenedCluster | null> {
  const query = database.selectFrom('clusters').selectAll().where('cluster_id', '=', clusterId);
  const row = await query.executeTakeFirst();
  if (!row) return null;
  const places = database.selectFrom('execution_environments').selectAll();
  const own = await places.where('cluster_id', '=', clusterId).orderBy('environment_name').execute();
  return {
    name: row.cluster_name,
    updatedAt: row.updated_at,
    access: await openAccess(seal, row),
    environments: own.flatMap((place) =>
      place.namespace === null
        ? []
        : [
            {
              environmentId: place.environment_id as EnvironmentId,
              name: place.environment_name,
              namespace: place.namespace,
            },
          ],
    ),
  };
}

/** Null: it is this server's own host. */
export async function openAccess(seal: Seal, row: Selectable<Clusters>): Promise<OpenedCluster['access']> {
  if (row.access === 'local') return null;
  if (row.kubeconfig === null) return ok({ kind: 'in-cluster' });
  const opened = await openEnvelope(seal, row.kubeconfig, boundTo(row.cluster_id as ClusterId));
  // It was parsed when it came in.
  return opened.ok ? ok(JSON.parse(Buffer.from(opened.value).toString('utf8')) as ClusterAccess) : opened;
}

/** Tests run there: what is missing stands beside it. */
const statusOf = (outcome: ClusterCheck['outcome']) => (outcome === 'partly' ? 'ready' : outcome);

async function recordCheck(tx: Tx, clusterId: ClusterId, check: ClusterCheck): Promise<void> {
  const cluster = txOf(tx).updateTable('clusters').where('cluster_id', '=', clusterId);
  await cluster.set({ last_check: jsonOf(check) }).execute();
  await cluster
    .set({ status: statusOf(check.outcome), status_reason: check.reason })
    .where('status', '<>', 'disabled')
    .execute();
  for (const { environmentId, namespace, outcome, reason } of check.environments)
    await txOf(tx)
      .updateTable('execution_environments')
      .set({ status: statusOf(outcome), status_reason: reason, checked_at: check.checkedAt })
      .where('environment_id', '=', environmentId)
      .where('namespace', '=', namespace) // another was not asked about
      .where('status', '<>', 'disabled')
      .execute();
}
