/** Rows of test_artifacts. */
import type { ArtifactId, ArtifactType, ExecutionId, GroupId } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { ArtifactIndex, ArtifactRow, NewArtifact } from '../../executions/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf } from './database.ts';

export function createPostgresArtifactIndex(database: Database): ArtifactIndex {
  return {
    isCompressed: async (type) => {
      const query = database.selectFrom('artifact_types').select('compress').where('type_name', '=', type);
      return (await query.executeTakeFirst())?.compress ?? false;
    },
    insert,
    findStored,
    findResult: async (tx, groupId, resultKey) => {
      const query = txOf(tx).selectFrom('test_results').select('result_id').where('group_id', '=', groupId);
      const executionOf = txOf(tx)
        .selectFrom('execution_groups')
        .select('execution_id')
        .where('group_id', '=', groupId);
      const row = await query
        .where('execution_id', '=', executionOf)
        .where('result_key', '=', resultKey)
        .executeTakeFirst();
      return row?.result_id ?? null;
    },
    order,
    isOrdered,
    takeOrder: async (tx, order, now) => {
      const { groupId, waitingKey, sizeBytes } = order;
      const wasOrdered = await isOrdered(tx, order, now);
      await sql`with rest as (
          update artifact_orders set size_bytes = size_bytes - ${sizeBytes}
          where group_id = ${groupId} and storage_key = ${waitingKey} and size_bytes > ${sizeBytes})
        delete from artifact_orders
        where group_id = ${groupId} and storage_key = ${waitingKey} and size_bytes <= ${sizeBytes}`.execute(
        txOf(tx),
      );
      return wasOrdered;
    },
    removeExpiredOrders: async (now, limit) => {
      const { numAffectedRows } = await sql`delete from artifact_orders where (group_id, storage_key) in
        (select group_id, storage_key from artifact_orders where expires_at <= ${now} limit ${limit})`.execute(
        database,
      );
      return Number(numAffectedRows);
    },
    listOf: (executionId) => listOf(database, executionId),
    knownKeys: (keys) => knownKeys(database, keys),
    listStored: async ({ after, createdBefore, limit }) => {
      const query = database
        .selectFrom('test_artifacts')
        .select(['artifact_id', 's3_path'])
        .where('state', '=', 'stored')
        .where('created_at', '<', createdBefore);
      const from = after === null ? query : query.where('artifact_id', '>', after);
      const rows = await from.orderBy('artifact_id').limit(limit).execute();
      return rows.map((row) => ({ artifactId: row.artifact_id as ArtifactId, storageKey: row.s3_path }));
    },
    listExpired: async (now, limit) => {
      const query = database
        .selectFrom('test_artifacts')
        .select(['artifact_id', 's3_path'])
        .where('state', '=', 'stored');
      const rows = await query.where('expires_at', '<=', now).limit(limit).execute();
      return rows.map((row) => ({ artifactId: row.artifact_id as ArtifactId, storageKey: row.s3_path }));
    },
    markDeleted: (artifactIds) => mark(database, artifactIds, 'deleted'),
    markMissing: (artifactIds) => mark(database, artifactIds, 'missing'),
  };
}

async function mark(
  database: Database,
  artifactIds: readonly ArtifactId[],
  state: 'deleted' | 'missing',
): Promise<void> {
  if (artifactIds.length === 0) return;
  await database
    .updateTable('test_artifacts')
    .set({ state })
    .where('artifact_id', 'in', artifactIds)
    .execute();
}

const EXECUTION_OF_KEY = /^executions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\//;

/** Found by the execution that each key names: there is no index of keys. */
async function knownKeys(database: Database, keys: readonly string[]): Promise<Set<string>> {
  const executionIds = [...new Set(keys.flatMap((key) => EXECUTION_OF_KEY.exec(key)?.[1] ?? []))];
  if (executionIds.length === 0) return new Set();
  const rows = await database
    .selectFrom('test_artifacts')
    .select('s3_path')
    .where('execution_id', 'in', executionIds)
    .where('s3_path', 'in', keys)
    .where('state', '<>', 'deleted')
    .execute();
  return new Set(rows.map((row) => row.s3_path));
}

/** The same file of the same group again gives the id it has. */
async function insert(tx: Tx, artifact: NewArtifact): Promise<ArtifactId> {
  const { rows } = await sql<{ artifact_id: ArtifactId }>`
    insert into test_artifacts (artifact_id, execution_id, group_id, attempt, artifact_type_id, file_name, s3_path, file_size_bytes, content_type,
      checksum, result_id, created_at, state, seek_points, expires_at)
    select ${artifact.artifactId}, ${artifact.executionId}, ${artifact.groupId}, ${artifact.attempt}, artifact_type_id, ${artifact.name},
      ${artifact.storageKey}, ${artifact.sizeBytes}, ${artifact.contentType}, ${artifact.checksum}, ${artifact.resultId}, ${artifact.createdAt},
      ${artifact.state}, ${artifact.seekPoints?.length ? [...artifact.seekPoints] : null}::bigint[], ${artifact.createdAt}::timestamptz + make_interval(days => retention_days)
    from artifact_types where type_name = ${artifact.type}
    on conflict (execution_id, attempt, group_id, file_name, checksum) do update
      set result_id = coalesce(test_artifacts.result_id, excluded.result_id), state = excluded.state, s3_path = excluded.s3_path,
        file_size_bytes = excluded.file_size_bytes, seek_points = excluded.seek_points
    returning artifact_id`.execute(txOf(tx));
  const row = rows[0];
  if (!row) throw new Error(`There is no artifact type ${artifact.type}`);
  return row.artifact_id;
}

const isOrdered: ArtifactIndex['isOrdered'] = async (tx, { groupId, waitingKey, sizeBytes }, now) => {
  const row = await txOf(tx)
    .selectFrom('artifact_orders')
    .select('size_bytes')
    .where('group_id', '=', groupId)
    .where('storage_key', '=', waitingKey)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined && row.size_bytes >= sizeBytes;
};

const order: ArtifactIndex['order'] = async (
  tx,
  { executionId, groupId, waitingKey, sizeBytes },
  expiresAt,
) => {
  await sql`insert into artifact_orders (group_id, storage_key, team_id, created_by, size_bytes, expires_at)
    select ${groupId}, ${waitingKey}, team_id, submitted_by, ${sizeBytes}, ${expiresAt}
    from test_executions where execution_id = ${executionId}
    on conflict (group_id, storage_key) do update
      set size_bytes = greatest(artifact_orders.size_bytes, excluded.size_bytes), expires_at = excluded.expires_at`.execute(
    txOf(tx),
  );
};

const findStored: ArtifactIndex['findStored'] = async (tx, file) => {
  const row = await txOf(tx)
    .selectFrom('test_artifacts')
    .select(['artifact_id', 's3_path'])
    .where('execution_id', '=', file.executionId)
    .where('attempt', '=', file.attempt)
    .where('group_id', 'is not distinct from', file.groupId)
    .where('file_name', '=', file.name)
    .where('checksum', '=', file.checksum)
    .where('state', '=', 'stored')
    .executeTakeFirst();
  return row ? { artifactId: row.artifact_id as ArtifactId, storageKey: row.s3_path } : null;
};

async function listOf(database: Database, executionId: ExecutionId): Promise<ArtifactRow[]> {
  const rows = await database
    .selectFrom('test_artifacts as artifact')
    .innerJoin('artifact_types as kind', 'kind.artifact_type_id', 'artifact.artifact_type_id')
    .selectAll('artifact')
    .select('kind.type_name')
    .where('execution_id', '=', executionId)
    .orderBy('artifact_id')
    .execute();
  return rows.map((row) => ({
    artifactId: row.artifact_id as ArtifactId,
    executionId,
    groupId: row.group_id as GroupId | null,
    attempt: row.attempt,
    type: row.type_name as ArtifactType,
    name: row.file_name,
    storageKey: row.s3_path,
    sizeBytes: row.file_size_bytes,
    contentType: row.content_type ?? 'application/octet-stream',
    checksum: row.checksum,
    resultId: row.result_id,
    createdAt: row.created_at,
    state: row.state as ArtifactRow['state'],
  }));
}
