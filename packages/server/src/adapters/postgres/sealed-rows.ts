/**
 * Every table with a sealed column, for sealing it anew with another key.
 *
 * Invariant: whoever seals holds the ring (`holdRing`) from before the sealing until the row is committed, and
 * takes it before any other lock. Dropping a key waits for all of them and keeps them out meanwhile, so no row
 * can turn up that was sealed by a key just dropped.
 */
import { sql } from 'kysely';
import type { SealedPlace, SealedRows, StuckRow } from '../../identity/index.ts';
import type { Seal, Sealed } from '../../kernel/seal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { createInTransaction, type Database, txOf } from './database.ts';
import { inBase64 } from './sealed-envelope.ts';

type SealedTable = {
  table: string;
  id: string;
  /** SQL over the row: what the value is bound to, as whoever seals it says it. */
  associated: string;
  /** SQL over the row: how to call it in front of people. */
  name: string;
  /** `columns`: ciphertext, nonce, auth_tag and key_id; else the one of jsonb that holds them, beside key_id. */
  sealedIn: 'columns' | 'kubeconfig';
};

/** A table with a column `key_id` that is missing here is found by a test. */
export const SEALED_TABLES: readonly SealedTable[] = [
  {
    table: 'clusters',
    id: 'cluster_id',
    associated: "'cluster/' || cluster_id",
    name: "'the kubeconfig of the cluster \"' || cluster_name || '\"'",
    sealedIn: 'kubeconfig',
  },
  {
    table: 'secrets',
    id: 'secret_id',
    associated: "concat_ws('/', team_id, project_id, name)",
    name: "'the secret \"' || name || '\"'",
    sealedIn: 'columns',
  },
  {
    table: 'notification_channels',
    id: 'channel_id',
    associated: "'notification-channel/' || channel_id",
    name: "'the secrets of the channel \"' || name || '\"'",
    sealedIn: 'columns',
  },
  {
    table: 'signing_keys',
    id: 'kid',
    associated: "'signing-key/' || kid",
    name: "'the signing key ' || kid",
    sealedIn: 'columns',
  },
];

const RING_LOCK = sql`hashtextextended('gauntlet.key-ring', 0)`;

export async function holdRing(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${RING_LOCK})`.execute(txOf(tx));
}

/** For the columns of a row; hold the ring first. */
export async function sealInto(seal: Seal, plain: string, associated: string) {
  const { ciphertext, nonce, authTag, keyId } = await seal.seal(plain, associated);
  return {
    ciphertext: Buffer.from(ciphertext),
    nonce: Buffer.from(nonce),
    auth_tag: Buffer.from(authTag),
    key_id: keyId,
  };
}

type SealedColumns = { ciphertext: Buffer; nonce: Buffer; auth_tag: Buffer; key_id: string };

export const openSealed = (
  seal: Seal,
  { ciphertext, nonce, auth_tag: authTag, key_id: keyId }: SealedColumns,
  associated: string,
) => seal.open({ ciphertext, nonce, authTag, keyId }, associated);

export function createPostgresSealedRows(database: Database, seal: Seal): SealedRows {
  const inTransaction = createInTransaction(database);
  return {
    closeRing: async (tx) => void (await sql`select pg_advisory_xact_lock(${RING_LOCK})`.execute(txOf(tx))),
    countByKey: async (tx) => {
      const each = SEALED_TABLES.map(
        ({ table }) => sql`select key_id from ${sql.table(table)} where key_id is not null`,
      );
      const { rows } = await sql<{ keyId: string; rows: number }>`
        select key_id as "keyId", count(*)::int as rows from (${sql.join(each, sql` union all `)}) as sealed
        group by key_id order by key_id`.execute(txOf(tx));
      return rows;
    },
    reseal: (keyId, after, limit) => {
      const at = after === null ? 0 : SEALED_TABLES.findIndex(({ table }) => table === after.table);
      const table = SEALED_TABLES[at];
      if (!table) throw new Error(`${after?.table} holds nothing sealed`);
      const next = SEALED_TABLES[at + 1];
      const begin = next ? { table: next.table, id: null } : null;
      return inTransaction((tx) =>
        resealIn(tx, seal, { table, keyId, after: after?.id ?? null, limit, begin }),
      );
    },
  };
}

type Batch = {
  table: SealedTable;
  keyId: string;
  after: string | null;
  limit: number;
  begin: SealedPlace | null;
};
type Row = SealedColumns & { id: string; associated: string; name: string };

async function resealIn(tx: Tx, seal: Seal, { table, keyId, after, limit, begin }: Batch) {
  await holdRing(tx);
  const id = sql.ref(table.id);
  const beyond = after === null ? sql`true` : sql`${id} > ${after}`;
  const { rows } = await sql<Row>`
    select ${id} as id, ${sql.raw(table.associated)} as associated, ${sql.raw(table.name)} as name,
      ${sealedColumns(table)}
    from ${sql.table(table.table)} where key_id <> ${keyId} and ${beyond}
    order by ${id} limit ${limit} for no key update`.execute(txOf(tx));
  const stuck: StuckRow[] = [];
  for (const row of rows) {
    const refused = await resealRow(tx, seal, table, row);
    if (refused) stuck.push(refused);
  }
  const last = rows.length < limit ? undefined : rows.at(-1);
  const next = last ? { table: table.table, id: last.id } : begin;
  return { resealed: rows.length - stuck.length, stuck, next };
}

async function resealRow(tx: Tx, seal: Seal, place: SealedTable, row: Row): Promise<StuckRow | null> {
  const opened = await openSealed(seal, row, row.associated);
  if (!opened.ok) return { what: row.name, keyId: row.key_id, message: opened.error.message };
  const sealed = await seal.seal(opened.value, row.associated);
  await sql`
    update ${sql.table(place.table)} set ${sealedValues(place, sealed)}
    where ${sql.ref(place.id)} = ${row.id}`.execute(txOf(tx));
  return null;
}

const sealedColumns = ({ sealedIn }: SealedTable) =>
  sealedIn === 'columns'
    ? sql`ciphertext, nonce, auth_tag, key_id`
    : sql`decode(${sql.ref(sealedIn)} ->> 'ciphertext', 'base64') as ciphertext,
        decode(${sql.ref(sealedIn)} ->> 'nonce', 'base64') as nonce,
        decode(${sql.ref(sealedIn)} ->> 'authTag', 'base64') as auth_tag, key_id`;

const sealedValues = ({ sealedIn }: SealedTable, sealed: Sealed) =>
  sealedIn === 'columns'
    ? sql`ciphertext = ${sealed.ciphertext}, nonce = ${sealed.nonce}, auth_tag = ${sealed.authTag},
        key_id = ${sealed.keyId}`
    : sql`${sql.ref(sealedIn)} = ${JSON.stringify(inBase64(sealed))}::jsonb`;
