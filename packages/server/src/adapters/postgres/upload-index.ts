/** Rows of uploads. */
import type { UploadId } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { UploadIndex, UploadShelf } from '../../executions/index.ts';
import type { Workspace } from '../../identity/index.ts';
import { type Database, txOf } from './database.ts';
import { inWorkspace, madeIn } from './workspace.ts';

export type UploadAdministration = UploadIndex &
  UploadShelf & {
    /** Expired ones that no living execution refers to. */
    listExpired(now: Date, limit: number): Promise<{ uploadId: UploadId; storageKey: string }[]>;
    remove(uploadIds: readonly UploadId[]): Promise<void>;
  };

const UPLOAD_OF_KEY = /^uploads\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function createPostgresUploadIndex(database: Database): UploadAdministration {
  return {
    find: async (workspace, uploadId) =>
      placeOf(await selectOf(database, workspace, uploadId).executeTakeFirst()),
    findUsable: async (workspace, uploadId, now) =>
      placeOf(await selectOf(database, workspace, uploadId).where('expires_at', '>', now).executeTakeFirst()),
    keepUntil: async (tx, uploadId, until, now) => {
      const kept = await txOf(tx)
        .updateTable('uploads')
        .set({ expires_at: sql<Date>`greatest(expires_at, ${until})` })
        .where('upload_id', '=', uploadId)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return kept.numUpdatedRows === 1n;
    },
    insert: async (tx, upload) => {
      const row = {
        upload_id: upload.uploadId,
        team_id: upload.teamId,
        project_id: upload.projectId,
        sha256: upload.sha256,
        size_bytes: upload.sizeBytes,
        storage_key: upload.storageKey,
        created_by: upload.createdBy,
        expires_at: upload.expiresAt,
      };
      await txOf(tx).insertInto('uploads').values(row).execute();
    },
    findByContent: async (workspace, sha256, now, tx) => {
      const query = (tx ? txOf(tx) : database)
        .selectFrom('uploads')
        .selectAll()
        .where(madeIn('uploads', workspace))
        .where('sha256', '=', sha256);
      const row = await query
        .where('expires_at', '>', now)
        .orderBy('upload_id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row
        ? { uploadId: row.upload_id as UploadId, sizeBytes: row.size_bytes, storageKey: row.storage_key }
        : null;
    },
    hasSize: async (workspace, sizeBytes, now) => {
      const query = database
        .selectFrom('uploads')
        .select('upload_id')
        .where(madeIn('uploads', workspace))
        .where('size_bytes', '=', sizeBytes);
      return (await query.where('expires_at', '>', now).limit(1).executeTakeFirst()) !== undefined;
    },
    extend: async (uploadId, expiresAt) => {
      await database
        .updateTable('uploads')
        .set({ expires_at: expiresAt })
        .where('upload_id', '=', uploadId)
        .execute();
    },
    listExpired: async (now, limit) => {
      const { rows } = await sql<{ upload_id: UploadId; storage_key: string }>`
        select upload_id, storage_key from uploads where expires_at <= ${now} and not exists (
          select from test_executions living
          where living.team_id = uploads.team_id and living.status <> 'archived' and living.status <> 'rejected'
            and living.effective_definition #>> '{content,uploadId}' = uploads.upload_id::text)
        order by expires_at limit ${limit}`.execute(database);
      return rows.map((row) => ({ uploadId: row.upload_id, storageKey: row.storage_key }));
    },
    knownKeys: async (keys) => {
      const ids = keys.flatMap((key) => UPLOAD_OF_KEY.exec(key)?.[1] ?? []);
      if (ids.length === 0) return new Set();
      const query = database.selectFrom('uploads').select('storage_key');
      // By the primary key: an upload's key is its id.
      const rows = await query.where('upload_id', 'in', ids).execute();
      return new Set(rows.map((row) => row.storage_key));
    },
    remove: async (uploadIds) => {
      if (uploadIds.length > 0)
        await database.deleteFrom('uploads').where('upload_id', 'in', uploadIds).execute();
    },
  };
}

const selectOf = (database: Database, workspace: Workspace, uploadId: UploadId) =>
  database
    .selectFrom('uploads')
    .select(['storage_key', 'size_bytes'])
    .where(inWorkspace('uploads', workspace))
    .where('upload_id', '=', uploadId);

const placeOf = (row: { storage_key: string; size_bytes: number } | undefined) =>
  row ? { storageKey: row.storage_key, sizeBytes: row.size_bytes } : null;
