/** Reads the chunks of logs that are still in the database. */
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { LogSource } from './log-source.ts';

/** Bytes of a source from `offset` on; an offset may lie inside what was sent as one chunk. */
export type LogPiece = { place: number; offset: number; content: Uint8Array; at: Date };

type Row = { place: number; byte_offset: number; content: Buffer; created_at: Date; all_found: number };
type Wanted = { place: number; offset: number; source: LogSource };

const MOST_CHUNKS_OF_A_SOURCE = 64;

/**
 * The next pieces of all wanted sources in the order in which they came, up to about `budgetBytes`.
 * `cut`: there was more.
 */
export async function readLivePieces(
  database: Database,
  wanted: readonly Wanted[],
  budgetBytes: number,
): Promise<{ pieces: LogPiece[]; cut: boolean }> {
  if (wanted.length === 0) return { pieces: [], cut: false };
  const rows = await readRows(database, wanted, budgetBytes);
  const pieces = contiguous(rows, wanted);
  const found = rows[0]?.all_found ?? 0;
  return { pieces, cut: pieces.length > 0 && (pieces.length < found || hasFullSource(rows)) };
}

/** What is over the budget is counted but its content never read. */
async function readRows(database: Database, wanted: readonly Wanted[], budgetBytes: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with found as (
      select place, chunk.byte_offset, chunk.created_at, chunk.group_id, chunk.stream, count(*) over () as all_found,
        sum(octet_length(chunk.content)) over (order by chunk.created_at, place, chunk.byte_offset) - octet_length(chunk.content) as before
      from unnest(${wanted.map(({ source }) => source.groupId)}::uuid[], ${wanted.map(({ source }) => source.stream)}::text[],
        ${wanted.map(({ offset }) => offset)}::bigint[], ${wanted.map(({ place }) => place)}::int[]) as asked (group_id, stream, start, place)
      cross join lateral (
        select * from log_chunks
        where group_id = asked.group_id and stream = asked.stream
          and byte_offset >= coalesce((select max(byte_offset) from log_chunks earlier
            where earlier.group_id = asked.group_id and earlier.stream = asked.stream and earlier.byte_offset <= asked.start), 0)
          and byte_offset + octet_length(content) > asked.start
        order by byte_offset limit ${MOST_CHUNKS_OF_A_SOURCE}
      ) as chunk
    )
    select found.place, found.byte_offset, found.created_at, found.all_found, chunk.content
    from found join log_chunks chunk using (group_id, stream, byte_offset)
    where found.before < ${budgetBytes}
    order by found.created_at, found.place, found.byte_offset`.execute(database);
  return rows;
}

/** A stream is told without gaps, whatever the clock did between its chunks. */
function contiguous(rows: readonly Row[], wanted: readonly Wanted[]): LogPiece[] {
  const reached = new Map(wanted.map(({ place, offset }) => [place, offset]));
  const pieces: LogPiece[] = [];
  for (const row of rows) {
    const offset = reached.get(row.place) ?? 0;
    const end = row.byte_offset + row.content.length;
    if (row.byte_offset > offset || end <= offset) continue;
    pieces.push({
      place: row.place,
      offset,
      content: row.content.subarray(offset - row.byte_offset),
      at: row.created_at,
    });
    reached.set(row.place, end);
  }
  return pieces;
}

function hasFullSource(rows: readonly Row[]): boolean {
  const counts = new Map<number, number>();
  for (const { place } of rows) counts.set(place, (counts.get(place) ?? 0) + 1);
  return [...counts.values()].some((count) => count >= MOST_CHUNKS_OF_A_SOURCE);
}
