/**
 * What a database holds, in few words, so that a request can be seen to have changed nothing.
 *
 * Left out is what the server may write for whoever asks: when something was last used, and the records by
 * which it stops those who guess.
 */
import type { Pool } from '../../adapters/postgres/connect.ts';

const LEFT_OUT_COLUMNS = ['last_used_at', 'last_asked_at', 'last_login'];
const LEFT_OUT_TABLES = ['sign_in_attempts', 'device_code_guesses'];

export type Fingerprints = Awaited<ReturnType<typeof createFingerprints>>;
type Fingerprint = Readonly<Record<string, string>>;

export async function createFingerprints(pool: Pool) {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> all($1) order by relname`,
    [LEFT_OUT_TABLES],
  );
  const row = `(to_jsonb(t) - '{${LEFT_OUT_COLUMNS.join(',')}}'::text[])::text`;
  const union = rows.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' rows ' || coalesce(md5(string_agg(line, ' ' order by line)), '') as said
       from (select ${row} as line from "${name}" t) lines where $1::text is null or line ~ $1`,
  );
  const text = union.join(' union all ');
  const read = async (pattern: string | null): Promise<Fingerprint> => {
    const answer = await pool.query<{ name: string; said: string }>({
      name: 'fingerprint',
      text,
      values: [pattern],
    });
    return Object.fromEntries(answer.rows.map(({ name, said }) => [name, said]));
  };
  return {
    /** Of everything. */
    all: () => read(null),
    /** Of the rows in which one of these texts stands. */
    about: (words: readonly string[]) => read(words.join('|')),
  };
}
