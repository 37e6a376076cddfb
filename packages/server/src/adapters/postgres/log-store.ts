/** Rows of log_chunks: what groups print while they run; compacted into artifacts when they have ended. */
import type { ExecutionId, GroupId, LogStream } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { LogStore } from '../../executions/index.ts';
import { type Database, txOf, WAKE_CHANNEL } from './database.ts';

const READ_CHUNKS = 64;

export function createPostgresLogStore(database: Database): LogStore {
  return {
    append: (groupId, stream, offset, content) => append(database, groupId, stream, offset, content),
    read: (groupId, stream) => read(database, groupId, stream),
    streamsOf: (executionId) => listStreams(database, executionId),
    delete: async (tx, executionId) => {
      await sql`delete from log_chunks where group_id in (select group_id from execution_groups where execution_id = ${executionId})`.execute(
        txOf(tx),
      );
    },
  };
}

async function append(
  database: Database,
  groupId: GroupId,
  stream: LogStream,
  offset: number,
  content: Uint8Array,
) {
  const { rows } = await sql<{ next: number; accepted: boolean }>`
    with last as (
      select coalesce((select byte_offset + octet_length(content) from log_chunks
        where group_id = ${groupId} and stream = ${stream} order by byte_offset desc limit 1), 0) as next
    ), added as (
      insert into log_chunks (group_id, stream, byte_offset, content)
      select ${groupId}, ${stream}, ${offset}, ${Buffer.from(content)} from last where last.next = ${offset} on conflict do nothing returning 1
    ), told as (
      select pg_notify(${WAKE_CHANNEL}, json_build_object('topic', 'logs', 'executionId', execution_id)::text)
      from execution_groups where group_id = ${groupId} and exists (select from added)
    )
    select next + case when exists (select from added) then ${content.byteLength} else 0 end as next,
      exists (select from added) as accepted, (select count(*) from told) as told from last`.execute(
    database,
  );
  const row = rows[0] ?? { next: 0, accepted: false };
  return { nextOffset: Number(row.next), accepted: row.accepted };
}

async function* read(database: Database, groupId: GroupId, stream: LogStream): AsyncIterable<Uint8Array> {
  let after = -1;
  for (;;) {
    const query = database
      .selectFrom('log_chunks')
      .select(['byte_offset', 'content'])
      .where('group_id', '=', groupId);
    const page = query
      .where('stream', '=', stream)
      .where('byte_offset', '>', after)
      .orderBy('byte_offset')
      .limit(READ_CHUNKS);
    const rows = await page.execute();
    for (const row of rows) yield row.content;
    after = rows.at(-1)?.byte_offset ?? after;
    if (rows.length < READ_CHUNKS) return;
  }
}

async function listStreams(database: Database, executionId: ExecutionId) {
  const { rows } = await sql<{ group_id: GroupId; group_index: number; attempt: number; stream: LogStream }>`
    select distinct grouped.group_id, grouped.group_index, grouped.attempt, chunk.stream
    from execution_groups grouped join log_chunks chunk using (group_id) where grouped.execution_id = ${executionId}
    order by grouped.attempt, grouped.group_index, chunk.stream`.execute(database);
  return rows.map((row) => ({
    groupId: row.group_id,
    index: row.group_index,
    attempt: row.attempt,
    stream: row.stream,
  }));
}
