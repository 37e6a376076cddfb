/**
 * The results of an execution file by file: first the failures, then the rest. No index has this order: each
 * page looks at all results of the execution and keeps the next few, some 0.1 s for 100,000.
 */
import type { ResultSummary } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Page, PageOrder, PageResult, ResultFilter } from '../../../executions/index.ts';
import type { Database } from '../database.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { type ResultRow, resultColumns, resultSummary } from './result-row.ts';
import { type ExecutionToRead, ofPart, type Part, type Source, sourceOf } from './result-source.ts';

/** A path of any length makes a cursor of bounded length: its beginning, then its digest, so that a file stays together. */
const HEAD_CHARACTERS = 100;
const head = sql`left(coalesce(file_path, ''), ${HEAD_CHARACTERS}) collate "C"`;
const digest = sql`md5(coalesce(file_path, ''))`;

const Key = z.tuple([
  z.enum(['failures', 'rest']),
  z.string().max(HEAD_CHARACTERS * 2),
  z.string(),
  z.uuid(),
]);
type Place = [head: string, digest: string, resultId: string];
const BEGINNING: Place = ['', '', '00000000-0000-0000-0000-000000000000'];

export async function listResultsByFile(
  database: Database,
  execution: ExecutionToRead,
  filter: ResultFilter,
  { cursor, limit }: PageOrder,
): Promise<PageResult<ResultSummary>> {
  const after = decodeCursor(Key, cursor);
  if (!after.ok) return after;
  const source = sourceOf(execution, filter);
  const [part, ...place] = after.value ?? (['failures', ...BEGINNING] as const);
  const page = await readPart(database, source, part, place, limit);
  if (part === 'rest' || page.nextCursor !== null) return ok(page);
  const rest = await readPart(database, source, 'rest', BEGINNING, limit - page.items.length);
  return ok({ items: [...page.items, ...rest.items], nextCursor: rest.nextCursor });
}

type PlacedRow = ResultRow & { head: string; digest: string };

/** `limit` may be 0: then the page only says whether anything follows. */
async function readPart(
  database: Database,
  { conditions, attempts, flaky }: Source,
  part: Part,
  after: Place,
  limit: number,
): Promise<Page<ResultSummary>> {
  const [afterHead, afterDigest, afterId] = after;
  const { rows } = await sql<PlacedRow>`
    select ${resultColumns(flaky)}, ${head} as head, ${digest} as digest
    from test_results
    where ${sql.join([...conditions, ofPart(part)], sql` and `)} and attempt = any(${attempts}::int[])
      and (${head}, ${digest}, result_id) > (${afterHead}, ${afterDigest}, ${afterId}::uuid)
    order by ${head}, ${digest}, result_id limit ${limit + 1}`.execute(database);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const place = last === undefined ? after : [last.head, last.digest, last.result_id];
  return {
    items: shown.map(resultSummary),
    nextCursor: rows.length > limit ? encodeCursor([part, ...place]) : null,
  };
}
