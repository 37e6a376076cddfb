/**
 * The event store over PostgreSQL. Owns event_streams, events, event_sequencer and the checkpoints in
 * subscriptions. Invariants: numbers in a stream have no gaps (the stream's row is locked to append);
 * positions have no gaps and follow each stream's order (one sequencer holds the one row of
 * event_sequencer and sees committed rows only).
 */
import { type Selectable, sql } from 'kysely';
import type { EventStore, NewEvent, StoredEvent, StreamName } from '../../event-store/index.ts';
import { streamIdOf } from '../../event-store/index.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { Wake } from '../../kernel/wake.ts';
import { type Database, txOf, WAKE_CHANNEL } from './database.ts';
import type { Events } from './generated/database.ts';
import { jsonOf } from './json-of.ts';

export function createPostgresEventStore(database: Database, ids: Ids): EventStore {
  return {
    append: (tx, stream, events) => append(tx, ids, stream, events),
    readStream: async (streamId, after, limit) => {
      const query = database.selectFrom('events').selectAll().where('stream_id', '=', streamId);
      const rows = await query
        .where('event_number', '>', after)
        .orderBy('event_number')
        .limit(limit)
        .execute();
      return rows.map(storedEvent);
    },
    lastNumber: async (streamId) => {
      const row = await database
        .selectFrom('event_streams')
        .select('version')
        .where('stream_id', '=', streamId)
        .executeTakeFirst();
      return Number(row?.version ?? 0);
    },
    readAll: async (afterPosition, limit) => {
      const query = database.selectFrom('events').selectAll().where('global_position', '>', afterPosition);
      return (await query.orderBy('global_position').limit(limit).execute()).map(storedEvent);
    },
    lastPosition: async () => {
      const row = await database.selectFrom('event_sequencer').select('last_position').executeTakeFirst();
      return Number(row?.last_position ?? 0);
    },
    sequence: (limit) => sequence(database, limit),
    checkpoint: (groupName) => readCheckpoint(database, groupName),
    saveCheckpoint: (groupName, position) => saveCheckpoint(database, ids, groupName, position),
  };
}

/** In one statement, since every change of an execution comes with one: the stream's row, its events, the wake-up. */
async function append(tx: Tx, ids: Ids, stream: StreamName, events: readonly NewEvent[]) {
  if (events.length === 0) return { lastNumber: 0 };
  const streamId = streamIdOf(stream);
  const column = <Value>(pick: (event: NewEvent) => Value) => events.map(pick);
  const { rows } = await sql<{ version: number }>`
    with stream as (
      insert into event_streams (stream_id, aggregate_type, aggregate_id, version)
      values (${streamId}, ${stream.aggregateType}, ${stream.aggregateId}, ${events.length})
      on conflict (stream_id) do update set version = event_streams.version + ${events.length}, updated_at = now()
      returning version
    ), written as (
      insert into events (event_id, stream_id, event_number, event_type, event_data, created_by, correlation_id, causation_id)
      select event_id, ${streamId}, stream.version - ${events.length} + place, event_type, event_data, created_by, correlation_id, causation_id
      from stream, unnest(${column(() => ids.next<string>())}::uuid[], ${column((event) => event.type)}::text[],
        ${column((event) => jsonOf(event.data))}::jsonb[], ${column((event) => event.createdBy ?? null)}::text[],
        ${column((event) => event.correlationId ?? null)}::text[], ${column((event) => event.causationId ?? null)}::text[])
        with ordinality as happened (event_id, event_type, event_data, created_by, correlation_id, causation_id, place)
      order by place
    )
    select version, pg_notify(${WAKE_CHANNEL}, ${JSON.stringify(wakeOf(stream))}) from stream`.execute(
    txOf(tx),
  );
  return { lastNumber: Number(rows[0]?.version) };
}

const wakeOf = (stream: StreamName): Wake => ({
  topic: 'events',
  ...(stream.aggregateType === 'execution'
    ? { executionId: stream.aggregateId }
    : { streamId: streamIdOf(stream) }),
});

async function sequence(database: Database, limit: number): Promise<number> {
  return database.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('event_sequencer')
      .select('last_position')
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!row) return 0;
    const { rows } = await sql<{ count: string }>`
      with batch as (
        select event_id, row_number() over (order by append_id) as place
        from (select event_id, append_id from events where global_position is null order by append_id limit ${limit}) as oldest
      ), given as (
        update events set global_position = ${row.last_position}::bigint + batch.place
        from batch where events.event_id = batch.event_id returning 1
      ) select count(*) as count from given`.execute(tx);
    const count = Number(rows[0]?.count ?? 0);
    if (count > 0) {
      await tx
        .updateTable('event_sequencer')
        .set({ last_position: sql<number>`last_position + ${count}` })
        .execute();
    }
    return count;
  });
}

async function readCheckpoint(database: Database, groupName: string): Promise<number | null> {
  const row = await database
    .selectFrom('subscriptions')
    .innerJoin(
      'subscription_groups as grouped',
      'grouped.subscription_group_id',
      'subscriptions.subscription_group_id',
    )
    .select('last_processed_event')
    .where('grouped.group_name', '=', groupName)
    .where('stream_id', '=', '$all')
    .executeTakeFirst();
  return row ? Number(row.last_processed_event) : null;
}

async function saveCheckpoint(
  database: Database,
  ids: Ids,
  groupName: string,
  position: number,
): Promise<void> {
  await database.transaction().execute(async (tx) => {
    const group = await tx
      .insertInto('subscription_groups')
      .values({
        subscription_group_id: ids.next<string>(),
        group_name: groupName,
        strategy: 'dispatch-to-single',
      })
      .onConflict((conflict) => conflict.column('group_name').doUpdateSet({ group_name: groupName }))
      .returning('subscription_group_id')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('subscriptions')
      .values({
        subscription_id: ids.next<string>(),
        stream_id: '$all',
        subscription_group_id: group.subscription_group_id,
        consumer_id: groupName,
        last_processed_event: position,
      })
      .onConflict((conflict) =>
        conflict.columns(['stream_id', 'subscription_group_id', 'consumer_id']).doUpdateSet({
          last_processed_event: sql<number>`greatest(subscriptions.last_processed_event, ${position})`,
          updated_at: sql<Date>`now()`,
        }),
      )
      .execute();
  });
}

const storedEvent = (row: Selectable<Events>): StoredEvent => ({
  eventId: row.event_id,
  streamId: row.stream_id,
  number: Number(row.event_number),
  type: row.event_type,
  data: row.event_data as object,
  createdAt: row.created_at,
  createdBy: row.created_by,
  correlationId: row.correlation_id,
  globalPosition: row.global_position === null ? null : Number(row.global_position),
});
