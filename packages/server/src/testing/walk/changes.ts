/**
 * What changes in a database, row by row, so that a request can be seen to have changed nothing: triggers note
 * it, so that looking costs as much as was changed and not as much as there is.
 *
 * Left out is what the server may write for whoever asks: when something was last used, the records by which
 * it stops those who guess, and that somebody failed to sign in. Streams' heads tell no more than their events.
 */
import type { Pool } from '../../adapters/postgres/connect.ts';

const LEFT_OUT_COLUMNS = ['last_used_at', 'last_asked_at', 'last_login'];
const LEFT_OUT_TABLES = ['sign_in_attempts', 'device_code_guesses', 'event_streams'];
const REFUSED_AT_THE_DOOR = 'session.refuse';

const NOTE = `
  create schema walk;
  create unlogged table walk.changes (id bigserial primary key, said text not null);
  create function walk.note() returns trigger language plpgsql as $$
  declare
    before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - '{${LEFT_OUT_COLUMNS.join(',')}}'::text[] end;
    after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - '{${LEFT_OUT_COLUMNS.join(',')}}'::text[] end;
  begin
    if before is distinct from after then
      insert into walk.changes (said)
        values (concat_ws(' ', tg_table_name, lower(tg_op), before::text, '->', after::text));
    end if;
    return null;
  end $$`;

export type Changes = Awaited<ReturnType<typeof watchChanges>>;

/** From now on. One looks at a time. */
export async function watchChanges(pool: Pool) {
  await pool.query(NOTE);
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class
     where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace
       and relname <> all($1)`,
    [LEFT_OUT_TABLES],
  );
  for (const { name } of rows)
    await pool.query(
      `create trigger walk_note after insert or update or delete on "${name}" for each row execute function walk.note()`,
    );
  return {
    /** What was changed since it was asked last, a line for each row, as they were changed. */
    take: async (): Promise<string[]> => {
      const taken = await pool.query<{ id: string; said: string }>({
        name: 'changes',
        text: 'delete from walk.changes returning id, said',
      });
      const lines = taken.rows.toSorted((a, b) => Number(a.id) - Number(b.id)).map(({ said }) => said);
      return lines.filter((line) => !(line.startsWith('events ') && line.includes(REFUSED_AT_THE_DOOR)));
    },
  };
}

/** Those in which one of these texts stands. */
export const changesAbout = (changes: readonly string[], words: readonly string[]): string[] =>
  changes.filter((line) => words.some((word) => line.includes(word)));
