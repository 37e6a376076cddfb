/** What an execution left behind: its artifacts, by page, by result and one by one. */
import type { ArtifactId, ArtifactType, ExecutionId, ResultId } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { sql } from 'kysely';
import { z } from 'zod';
import type { ArtifactDetail, PageOrder, PageResult, StoredArtifact } from '../../../executions/index.ts';
import type { Workspace } from '../../../identity/index.ts';
import type { Database } from '../database.ts';
import { inWorkspace } from '../workspace.ts';
import { decodeCursor, pageOf } from './cursor.ts';

const Key = z.tuple([z.uuid()]);

type Row = {
  artifact_id: ArtifactId;
  execution_id: ExecutionId;
  type_name: ArtifactType;
  file_name: string;
  s3_path: string;
  file_size_bytes: number;
  content_type: string | null;
  checksum: string;
  state: ArtifactDetail['state'];
  group_index: number | null;
  result_id: ResultId | null;
  attempt: number;
  created_at: Date;
  expires_at: Date | null;
};

const SELECT = sql`
  select artifact.artifact_id, artifact.execution_id, kind.type_name, artifact.file_name, artifact.s3_path,
    artifact.file_size_bytes, artifact.content_type, artifact.checksum, artifact.state, grouped.group_index,
    artifact.result_id, artifact.attempt, artifact.created_at, artifact.expires_at
  from test_artifacts artifact
  join artifact_types kind using (artifact_type_id)
  left join execution_groups grouped on grouped.group_id = artifact.group_id`;

export async function listArtifacts(
  database: Database,
  executionId: ExecutionId,
  { type }: { type?: ArtifactType },
  order: PageOrder,
): Promise<PageResult<ArtifactDetail>> {
  const after = decodeCursor(Key, order.cursor);
  if (!after.ok) return after;
  const conditions = [
    sql`artifact.execution_id = ${executionId}`,
    ...(type ? [sql`kind.type_name = ${type}`] : []),
    ...(after.value ? [sql`artifact.artifact_id > ${after.value[0]}::uuid`] : []),
  ];
  const { rows } = await sql<Row>`${SELECT} where ${sql.join(conditions, sql` and `)}
    order by artifact.artifact_id limit ${order.limit + 1}`.execute(database);
  return ok(pageOf(rows, order, artifactDetail, (row) => [row.artifact_id]));
}

export async function listArtifactsOfResult(
  database: Database,
  resultId: ResultId,
): Promise<ArtifactDetail[]> {
  const { rows } = await sql<Row>`${SELECT} where artifact.result_id = ${resultId}
    order by artifact.artifact_id limit 500`.execute(database);
  return rows.map(artifactDetail);
}

export async function findArtifact(
  database: Database,
  workspace: Workspace,
  artifactId: ArtifactId,
): Promise<StoredArtifact | null> {
  const { rows } = await sql<Row>`${SELECT}
    join test_executions execution on execution.execution_id = artifact.execution_id
    where artifact.artifact_id = ${artifactId} and ${inWorkspace('execution', workspace)}`.execute(database);
  const row = rows[0];
  if (!row) return null;
  return { ...artifactDetail(row), storageKey: row.s3_path, encoding: encodingOf(row.s3_path) };
}

/** Whoever stores bytes compressed says so in the key, which no user can choose. */
export const encodingOf = (storageKey: string) => (storageKey.endsWith('.gz') ? 'gzip' : 'identity');

const artifactDetail = (row: Row): ArtifactDetail => ({
  artifactId: row.artifact_id,
  executionId: row.execution_id,
  type: row.type_name,
  name: row.file_name,
  sizeBytes: row.file_size_bytes,
  contentType: row.content_type ?? 'application/octet-stream',
  checksum: row.checksum,
  state: row.state,
  groupIndex: row.group_index,
  resultId: row.result_id,
  attempt: row.attempt,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null,
});
