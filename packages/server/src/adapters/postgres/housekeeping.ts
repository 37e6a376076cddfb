/** Which server does a chore, and the name of the database it does it for. */
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** True for one of all servers, once in so many seconds. */
export async function beginChore(
  database: Database,
  chore: string,
  now: Date,
  everySeconds: number,
): Promise<boolean> {
  const { rows } = await sql`
    insert into housekeeping (chore, begun_at) values (${chore}, ${now})
    on conflict (chore) do update set begun_at = excluded.begun_at
      where housekeeping.begun_at <= excluded.begun_at - make_interval(secs => ${everySeconds})
    returning chore`.execute(database);
  return rows.length === 1;
}

/** As if it had begun at this moment: nobody begins it until its time from then on is over. */
export async function holdChore(database: Database, chore: string, begunAt: Date): Promise<void> {
  await database.updateTable('housekeeping').set({ begun_at: begunAt }).where('chore', '=', chore).execute();
}

export async function installationId(database: Database): Promise<string> {
  const query = database.selectFrom('installation').select('installation_id');
  return (await query.executeTakeFirstOrThrow()).installation_id;
}
