/** Names and addresses of which there is one: a write that finds it taken is undone, the transaction goes on. */
import { sql } from 'kysely';
import type { Taken } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { txOf } from './database.ts';

const UNIQUE_VIOLATION = '23505';
const TAKEN: Readonly<Record<string, Taken>> = {
  users_username_key: 'username-taken',
  users_username_folded: 'username-taken',
  users_email_key: 'email-taken',
  users_email_folded: 'email-taken',
  teams_team_name_key: 'name-taken',
  clusters_cluster_name_key: 'name-taken',
  execution_environments_environment_name_key: 'name-taken',
};

export async function unlessTaken(tx: Tx, write: () => Promise<void>): Promise<Taken | null> {
  await sql`savepoint before_write`.execute(txOf(tx));
  try {
    await write();
    await sql`release savepoint before_write`.execute(txOf(tx));
    return null;
  } catch (cause) {
    const { code, constraint = '' } = cause as { code?: string; constraint?: string };
    const taken = code === UNIQUE_VIOLATION ? TAKEN[constraint] : undefined;
    if (taken === undefined) throw cause;
    await sql`rollback to savepoint before_write`.execute(txOf(tx));
    return taken;
  }
}
