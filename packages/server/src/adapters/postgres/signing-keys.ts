/** Rows of signing_keys; the private half is sealed for its kid. */
import { sql } from 'kysely';
import type { PublicJwk, SigningKeys } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf } from './database.ts';
import { jsonOf } from './json-of.ts';
import { decrypt, type EncryptionKey, encrypt } from './secret-vault.ts';

export function createPostgresSigningKeys(database: Database, { keyId, key }: EncryptionKey): SigningKeys {
  return {
    listGood: async (now) => {
      const rows = await database
        .selectFrom('signing_keys')
        .selectAll()
        .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
        // The one that signs first, whatever the clocks of two servers said when they made theirs.
        .orderBy((order) => order('expires_at', 'is', null), 'desc')
        .orderBy('created_at', 'desc')
        .execute();
      return rows.map((row) => ({
        kid: row.kid,
        publicJwk: row.public_jwk as PublicJwk,
        privateJwk: JSON.parse(decrypt(key, boundTo(row.kid), row)) as PublicJwk,
        createdAt: row.created_at,
        retiresAt: row.retires_at,
        expiresAt: row.expires_at,
      }));
    },
    lockNewest,
    takeOver: async (tx, { kid, publicJwk, privateJwk, createdAt, retiresAt }, othersUntil) => {
      const others = txOf(tx).updateTable('signing_keys').set({ expires_at: othersUntil });
      await others.where('expires_at', 'is', null).execute();
      await txOf(tx)
        .insertInto('signing_keys')
        .values({
          kid,
          public_jwk: jsonOf(publicJwk),
          ...encrypt(key, boundTo(kid), JSON.stringify(privateJwk)),
          key_id: keyId,
          created_at: createdAt,
          retires_at: retiresAt,
        })
        .execute();
    },
    removeExpired: async (now) => {
      await database.deleteFrom('signing_keys').where('expires_at', '<=', now).execute();
    },
  };
}

async function lockNewest(tx: Tx): Promise<{ kid: string; retiresAt: Date } | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended('gauntlet.signing-keys', 0))`.execute(txOf(tx));
  const query = txOf(tx).selectFrom('signing_keys').select(['kid', 'retires_at']);
  const row = await query.where('expires_at', 'is', null).executeTakeFirst();
  return row ? { kid: row.kid, retiresAt: row.retires_at } : null;
}

const boundTo = (kid: string) => Buffer.from(`signing-key/${kid}`);
