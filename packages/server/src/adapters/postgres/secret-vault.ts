/** Rows of secrets: AES-256-GCM, the key outside the database, the team and name bound in as associated data. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { TeamId } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { SecretShelf, SecretVault } from '../../executions/index.ts';
import type { Ids } from '../../kernel/ids.ts';
import { type Database, txOf } from './database.ts';

export type EncryptionKey = { keyId: string; key: Uint8Array };

export function createPostgresSecretVault(
  database: Database,
  ids: Ids,
  { keyId, key }: EncryptionKey,
): SecretVault & SecretShelf {
  const ofTeam = (teamId: TeamId) => database.selectFrom('secrets').selectAll().where('team_id', '=', teamId);
  return {
    namesOf: async (teamId) => (await ofTeam(teamId).execute()).map((row) => row.name),
    list: async (teamId) =>
      (await ofTeam(teamId).orderBy('name').execute()).map((row) => ({
        name: row.name,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
      })),
    reveal: async (teamId, names) => {
      const rows = await ofTeam(teamId).where('name', 'in', names).execute();
      return new Map(rows.map((row) => [row.name, decrypt(key, boundTo(teamId, row.name), row)]));
    },
    save: async (tx, { teamId, userId }, name, value) => {
      const sealed = { ...encrypt(key, boundTo(teamId, name), value), key_id: keyId };
      await txOf(tx)
        .insertInto('secrets')
        .values({ secret_id: ids.next<string>(), team_id: teamId, name, created_by: userId, ...sealed })
        .onConflict((conflict) =>
          conflict.columns(['team_id', 'name']).doUpdateSet({ ...sealed, updated_at: sql<Date>`now()` }),
        )
        .execute();
    },
    remove: async (tx, teamId, name) => {
      const removed = await txOf(tx)
        .deleteFrom('secrets')
        .where('team_id', '=', teamId)
        .where('name', '=', name)
        .executeTakeFirst();
      return removed.numDeletedRows === 1n;
    },
  };
}

/** A ciphertext moved to another team's row does not decrypt there. */
const boundTo = (teamId: string, name: string) => Buffer.from(`${teamId}/${name}`);

export function encrypt(key: Uint8Array, associated: Buffer, value: string) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associated);
  const ciphertext = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return { ciphertext, nonce, auth_tag: cipher.getAuthTag() };
}

export function decrypt(
  key: Uint8Array,
  associated: Buffer,
  row: { ciphertext: Buffer; nonce: Buffer; auth_tag: Buffer },
): string {
  const decipher = createDecipheriv('aes-256-gcm', key, row.nonce)
    .setAAD(associated)
    .setAuthTag(row.auth_tag);
  return Buffer.concat([decipher.update(row.ciphertext), decipher.final()]).toString('utf8');
}
