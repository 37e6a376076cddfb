/** Rows of uploads. */
import type { TeamId, UploadId, UserId } from '@gauntlet/contract';
import type { UploadIndex } from '../../executions/index.ts';
import type { Database } from './database.ts';

type NewUpload = {
  uploadId: UploadId;
  teamId: TeamId;
  sha256: string;
  sizeBytes: number;
  storageKey: string;
  createdBy: UserId;
  expiresAt: Date;
};

export type UploadAdministration = UploadIndex & {
  insert(upload: NewUpload): Promise<void>;
  findByContent(
    teamId: TeamId,
    sha256: string,
    now: Date,
  ): Promise<{ uploadId: UploadId; sizeBytes: number; storageKey: string } | null>;
  extend(uploadId: UploadId, expiresAt: Date): Promise<void>;
  /** Expired ones that no living execution refers to. */
  listExpired(now: Date, limit: number): Promise<{ uploadId: UploadId; storageKey: string }[]>;
  remove(uploadIds: readonly UploadId[]): Promise<void>;
};

export function createPostgresUploadIndex(database: Database): UploadAdministration {
  return {
    find: async (teamId, uploadId) => {
      const query = database
        .selectFrom('uploads')
        .select(['storage_key', 'size_bytes'])
        .where('team_id', '=', teamId);
      const row = await query.where('upload_id', '=', uploadId).executeTakeFirst();
      return row ? { storageKey: row.storage_key, sizeBytes: row.size_bytes } : null;
    },
    insert: async (upload) => {
      const row = {
        upload_id: upload.uploadId,
        team_id: upload.teamId,
        sha256: upload.sha256,
        size_bytes: upload.sizeBytes,
        storage_key: upload.storageKey,
        created_by: upload.createdBy,
        expires_at: upload.expiresAt,
      };
      await database.insertInto('uploads').values(row).execute();
    },
    findByContent: async (teamId, sha256, now) => {
      const query = database
        .selectFrom('uploads')
        .selectAll()
        .where('team_id', '=', teamId)
        .where('sha256', '=', sha256);
      const row = await query.where('expires_at', '>', now).limit(1).executeTakeFirst();
      return row
        ? { uploadId: row.upload_id as UploadId, sizeBytes: row.size_bytes, storageKey: row.storage_key }
        : null;
    },
    extend: async (uploadId, expiresAt) => {
      await database
        .updateTable('uploads')
        .set({ expires_at: expiresAt })
        .where('upload_id', '=', uploadId)
        .execute();
    },
    listExpired: async (now, limit) => {
      const query = database
        .selectFrom('uploads')
        .select(['upload_id', 'storage_key'])
        .where('expires_at', '<=', now);
      const rows = await query.orderBy('expires_at').limit(limit).execute();
      return rows.map((row) => ({ uploadId: row.upload_id as UploadId, storageKey: row.storage_key }));
    },
    remove: async (uploadIds) => {
      if (uploadIds.length > 0)
        await database.deleteFrom('uploads').where('upload_id', 'in', uploadIds).execute();
    },
  };
}
