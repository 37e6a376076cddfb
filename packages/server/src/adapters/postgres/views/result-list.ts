/**
 * The results of an execution, page by page. Two walks along an index: first the failures, then the rest
 * (`failures-first`), or one along what was recorded. Pages go by (attempt, result_id), the order of the
 * index, attempt by attempt: of a pair compared at once the planner would expect nothing to be left.
 */
import type { ResultSummary } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Page, PageOrder, PageResult, ResultFilter } from '../../../executions/index.ts';
import type { Database } from '../database.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { type ResultRow, resultColumns, resultSummary } from './result-row.ts';
import { type ExecutionToRead, ofPart, type Source, sourceOf } from './result-source.ts';
import { listResultsByFile } from './results-by-file.ts';

const Key = z.tuple([z.enum(['failures', 'rest', 'all']), z.int(), z.uuid()]);
type Walk = z.infer<typeof Key>[0];
type Position = { attempt: number; resultId: string };
const BEGINNING: Position = { attempt: -1, resultId: '00000000-0000-0000-0000-000000000000' };

export async function listResults(
  database: Database,
  execution: ExecutionToRead,
  filter: ResultFilter,
  order: PageOrder,
): Promise<PageResult<ResultSummary>> {
  if (filter.order === 'by-file') return listResultsByFile(database, execution, filter, order);
  const after = decodeCursor(Key, order.cursor);
  if (!after.ok) return after;
  const source = sourceOf(execution, filter);
  const [walk, attempt, resultId] = after.value ?? [firstWalk(filter)];
  const from = attempt === undefined || resultId === undefined ? BEGINNING : { attempt, resultId };
  const page = await readWalk(database, source, walk, from, order.limit);
  if (walk !== 'failures' || page.nextCursor !== null) return ok(page);
  const rest = await readWalk(database, source, 'rest', BEGINNING, order.limit - page.items.length);
  return ok({ items: [...page.items, ...rest.items], nextCursor: rest.nextCursor });
}

const firstWalk = ({ order }: ResultFilter): Walk => (order === 'failures-first' ? 'failures' : 'all');

/** `limit` may be 0: then the page only says whether anything follows. */
async function readWalk(
  database: Database,
  source: Source,
  walk: Walk,
  from: Position,
  limit: number,
): Promise<Page<ResultSummary>> {
  const rows: ResultRow[] = [];
  for (const attempt of source.attempts.filter((each) => each >= from.attempt)) {
    const resultId = attempt === from.attempt ? from.resultId : BEGINNING.resultId;
    const conditions = [...source.conditions, ...ofWalk(walk)];
    rows.push(
      ...(await readRows(
        database,
        { ...source, conditions },
        { attempt, resultId },
        limit + 1 - rows.length,
      )),
    );
    if (rows.length > limit) break;
  }
  const shown = rows.slice(0, limit);
  const last = shown.at(-1) ?? { attempt: from.attempt, result_id: from.resultId };
  const more = rows.length > limit;
  return {
    items: shown.map(resultSummary),
    nextCursor: more ? encodeCursor([walk, last.attempt, last.result_id]) : null,
  };
}

async function readRows(
  database: Database,
  { conditions, flaky }: Source,
  after: Position,
  limit: number,
): Promise<ResultRow[]> {
  const { rows } = await sql<ResultRow>`
    select ${resultColumns(flaky)}
    from test_results
    where ${sql.join(conditions, sql` and `)} and attempt = ${after.attempt} and result_id > ${after.resultId}::uuid
    order by result_id limit ${limit}`.execute(database);
  return rows;
}

const ofWalk = (walk: Walk): RawBuilder<unknown>[] => (walk === 'all' ? [] : [ofPart(walk)]);
