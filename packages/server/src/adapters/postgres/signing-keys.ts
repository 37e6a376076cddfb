/** Rows of signing_keys; the private half is sealed for its kid. */
import { type Selectable, sql } from 'kysely';
import type { PublicJwk, SigningKey, SigningKeys } from '../../identity/index.ts';
import type { Seal } from '../../kernel/seal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf } from './database.ts';
import type { SigningKeys as Rows } from './generated/database.ts';
import { jsonOf } from './json-of.ts';
import { holdRing, openSealed, sealInto } from './sealed-rows.ts';

export function createPostgresSigningKeys(database: Database, seal: Seal): SigningKeys {
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
      const opened = await Promise.all(rows.map((row) => openRow(seal, row)));
      return opened.filter((key) => key !== null);
    },
    lockNewest,
    takeOver: async (tx, { kid, publicJwk, privateJwk, createdAt, retiresAt }, othersUntil) => {
      await holdRing(tx);
      const others = txOf(tx).updateTable('signing_keys').set({ expires_at: othersUntil });
      await others.where('expires_at', 'is', null).execute();
      await txOf(tx)
        .insertInto('signing_keys')
        .values({
          kid,
          public_jwk: jsonOf(publicJwk),
          ...(await sealInto(seal, JSON.stringify(privateJwk), boundTo(kid))),
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
  // Before any other lock, as whoever seals does.
  await holdRing(tx);
  await sql`select pg_advisory_xact_lock(hashtextextended('gauntlet.signing-keys', 0))`.execute(txOf(tx));
  const query = txOf(tx).selectFrom('signing_keys').select(['kid', 'retires_at']);
  const row = await query.where('expires_at', 'is', null).executeTakeFirst();
  return row ? { kid: row.kid, retiresAt: row.retires_at } : null;
}

/** Null for one that signs no more and does not open: nothing is signed with it, and others are believed. */
async function openRow(seal: Seal, row: Selectable<Rows>): Promise<SigningKey | null> {
  const opened = await openSealed(seal, row, boundTo(row.kid));
  if (!opened.ok && row.expires_at !== null) return null;
  if (!opened.ok)
    throw new Error(
      `The key ${row.kid}, which signs sessions, cannot be used. ${opened.error.message} Or remove its row from signing_keys: the server makes another when it starts.`,
    );
  return {
    kid: row.kid,
    publicJwk: row.public_jwk as PublicJwk,
    privateJwk: JSON.parse(Buffer.from(opened.value).toString('utf8')) as PublicJwk,
    createdAt: row.created_at,
    retiresAt: row.retires_at,
    expiresAt: row.expires_at,
  };
}

const boundTo = (kid: string) => `signing-key/${kid}`;
