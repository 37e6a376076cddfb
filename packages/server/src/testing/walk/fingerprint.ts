/**
 * What a database holds, in few words, so that a request can be seen to have changed nothing.
 *
 * Left out is what the server may write for whoever asks: when something was last used, the records by which
 * it stops those who guess, and that somebody failed to sign in. Streams' heads tell no more than their events.
 */
import type { Pool } from '../../adapters/postgres/connect.ts';

const LEFT_OUT_COLUMNS = ['last_used_at', 'last_asked_at', 'last_login'];
const LEFT_OUT_TABLES = ['sign_in_attempts', 'device_code_guesses', 'event_streams'];
const REFUSED_AT_THE_DOOR = 'session.refuse';

export type Fingerprints = Awaited<ReturnType<typeof createFingerprints>>;
type Fingerprint = Readonly<Record<string, string>>;

export async function createFingerprints(pool: Pool) {
  const { rows } = await pool.query<{ name: string; dated: boolean }>(
    `select relname as name, exists (
       select from pg_attribute where attrelid = pg_class.oid and attname = any($2)) as dated
     from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> all($1) order by relname`,
    [LEFT_OUT_TABLES, LEFT_OUT_COLUMNS],
  );
  const union = rows.map(({ name, dated }) => {
    const row = dated ? `(to_jsonb(t) - '{${LEFT_OUT_COLUMNS.join(',')}}'::text[])` : 't';
    const refusals = name === 'events' ? `line not like '%${REFUSED_AT_THE_DOOR}%' and` : '';
    return `select '${name}' as name, count(*) || ' rows ' || coalesce(sum(hashtextextended(line, 0)), 0) as said
      from (select ${row}::text as line from "${name}" t) lines
      where ${refusals} ($1::text[] is null or line like any($1))`;
  });
  const text = union.join(' union all ');
  const read = async (patterns: string[] | null): Promise<Fingerprint> => {
    const answer = await pool.query<{ name: string; said: string }>({
      name: 'fingerprint',
      text,
      values: [patterns],
    });
    return Object.fromEntries(answer.rows.map(({ name, said }) => [name, said]));
  };
  return {
    /** Of everything. */
    all: () => read(null),
    /** Of the rows in which one of these texts stands. */
    about: (words: readonly string[]) => read(words.map((word) => `%${word}%`)),
  };
}
