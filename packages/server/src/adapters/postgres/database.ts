/** Kysely over the pool, the kernel's transactions over Kysely, and waking others by NOTIFY. */
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import type pg from 'pg';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import type { Wake } from '../../kernel/wake.ts';
import type { DB } from './generated/database.ts';

export type Database = Kysely<DB>;
export const WAKE_CHANNEL = 'gauntlet_wake';

export const createDatabase = (pool: pg.Pool): Database =>
  new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });

/** The Kysely transaction behind the kernel's opaque one. */
export const txOf = (tx: Tx) => tx as unknown as Transaction<DB>;

/** The kernel's opaque transaction over Kysely's. */
export const asTx = (transaction: Transaction<DB>) => transaction as unknown as Tx;

export const createInTransaction =
  (database: Database): InTransaction =>
  (work) =>
    database.transaction().execute((tx) => work(asTx(tx)));

/** Heard by every server when the transaction commits. */
export async function wake(tx: Tx, signal: Wake): Promise<void> {
  await sql`select pg_notify(${WAKE_CHANNEL}, ${JSON.stringify(signal)})`.execute(txOf(tx));
}
