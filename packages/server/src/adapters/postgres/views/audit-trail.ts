/** The audit trail of a team. Pages go by (created_at, event_number), as the indexes of acts do. */
import type { AuditEntry } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { streamIdOf } from '../../../event-store/index.ts';
import type { TrailFilter, TrailOrder, TrailReader } from '../../../identity/index.ts';
import type { Database } from '../database.ts';
import { isUuid } from '../is-uuid.ts';
import { CursorTime, decodeCursor, encodeCursor } from './cursor.ts';

const Key = z.tuple([CursorTime, z.int().min(1)]);

type Recorded = Pick<AuditEntry, 'action' | 'target' | 'detail' | 'by' | 'from' | 'requestId'>;
type Row = {
  event_id: string;
  event_number: number;
  event_data: Recorded;
  created_at: Date;
  created_key: string;
  /** Of who is known by the id alone: for whom the server acted. */
  username: string | null;
};

export function createPostgresTrailReader(database: Database): TrailReader {
  return {
    read: async (teamId, filter, order) => {
      const streamId = streamIdOf({ aggregateType: 'audit', aggregateId: teamId });
      const key = decodeCursor(Key, order.by === 'newest' ? order.cursor : undefined);
      if (!key.ok) return key;
      // First how long it is, then what is in it: what is added in between is not passed by.
      const length = await lengthOf(database, streamId);
      const conditions = [...placeOf(streamId, order, key.value), ...(await conditionsOf(database, filter))];
      const rows = await readRows(database, conditions, order);
      return ok(order.by === 'newest' ? newestPage(rows, order, length) : laterPage(rows, order, length));
    },
  };
}

async function lengthOf(database: Database, streamId: string): Promise<number> {
  const query = database.selectFrom('event_streams').select('version').where('stream_id', '=', streamId);
  return Number((await query.executeTakeFirst())?.version ?? 0);
}

/** One more than asked for, which tells that there is a next page. */
async function readRows(database: Database, conditions: RawBuilder<unknown>[], { by, limit }: TrailOrder) {
  const sorted = by === 'newest' ? sql`created_at desc, event_number desc` : sql`event_number`;
  const { rows } = await sql<Row>`
    select event_id, event_number, event_data, created_at, created_at::text as created_key,
      case when event_data #>> '{by,username}' is null
        then (select username from users where user_id = (event_data #>> '{by,userId}')::uuid) end as username
    from events
    where ${sql.join(conditions, sql` and `)} order by ${sorted} limit ${limit + 1}`.execute(database);
  return rows;
}

function newestPage(rows: readonly Row[], { limit }: TrailOrder, length: number) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  const nextCursor = more ? encodeCursor([last.created_key, Number(last.event_number)]) : null;
  return { items: shown.map(entryOf), nextCursor, lastNumber: length };
}

function laterPage(rows: readonly Row[], order: TrailOrder & { by: 'after' }, length: number) {
  const shown = rows.slice(0, order.limit);
  const reached = Number(shown.at(-1)?.event_number ?? order.after);
  const lastNumber = rows.length > order.limit ? reached : Math.max(reached, length);
  return { items: shown.map(entryOf), nextCursor: null, lastNumber };
}

function placeOf(
  streamId: string,
  order: TrailOrder,
  key: z.infer<typeof Key> | undefined,
): RawBuilder<unknown>[] {
  const acts = sql`stream_id = ${streamId} and event_type = 'acted'`;
  if (order.by === 'after') return [acts, sql`event_number > ${order.after}`];
  if (!key) return [acts];
  return [acts, sql`(created_at, event_number) < (${key[0]}::timestamptz, ${key[1]}::bigint)`];
}

async function conditionsOf(
  database: Database,
  { actions, user, token, targetKind, target, from, until }: TrailFilter,
): Promise<RawBuilder<unknown>[]> {
  return [
    ...(actions ? [sql`(${sql.join(actions.map(actionIs), sql` or `)})`] : []),
    ...(user === undefined ? [] : [await byUser(database, user)]),
    ...(token === undefined ? [] : [byToken(token)]),
    ...targetConditions(targetKind, target),
    ...(from ? [sql`created_at >= ${from}`] : []),
    ...(until ? [sql`created_at < ${until}`] : []),
  ];
}

/** All by the resource first, as the index is. */
function actionIs(pattern: string): RawBuilder<unknown> {
  const [resource = '', verb] = pattern.split('.');
  const ofResource = sql`split_part(event_data ->> 'action', '.', 1) = ${resource}`;
  return verb === '*' ? ofResource : sql`(${ofResource} and event_data ->> 'action' = ${pattern})`;
}

const userIs = (id: string) => sql`event_data #>> '{by,userId}' = ${id}`;

/** Of somebody who is still here all acts, under whichever name; of others those under that name. */
async function byUser(database: Database, user: string): Promise<RawBuilder<unknown>> {
  if (isUuid(user)) return userIs(user.toLowerCase());
  const row = await database
    .selectFrom('users')
    .select('user_id')
    .where(sql`lower(username)`, '=', user.toLowerCase())
    .executeTakeFirst();
  return row ? userIs(row.user_id) : sql`lower(event_data #>> '{by,username}') = ${user.toLowerCase()}`;
}

/** A token keeps its name; several people may have one of the same. */
const byToken = (token: string): RawBuilder<unknown> =>
  isUuid(token)
    ? sql`event_data #>> '{by,tokenId}' = ${token.toLowerCase()}`
    : sql`event_data #>> '{by,tokenName}' = ${token}`;

function targetConditions(kind: string | undefined, target: string | undefined): RawBuilder<unknown>[] {
  const ofKind = kind === undefined ? [] : [sql`event_data #>> '{target,kind}' = ${kind}`];
  if (target === undefined) return ofKind;
  if (isUuid(target)) return [...ofKind, sql`event_data #>> '{target,id}' = ${target.toLowerCase()}`];
  const named = sql`event_data #>> '{target,name}' = ${target}`;
  // Ids of keys are no UUIDs.
  if (kind !== 'secret') return [...ofKind, sql`(${named} or event_data #>> '{target,id}' = ${target})`];
  // A secret's use is recorded once for each group that got some, with all their names.
  const used = sql`(event_data ->> 'action' = 'secret.use' and event_data #> '{detail,names}' ? ${target})`;
  return [
    sql`split_part(event_data ->> 'action', '.', 1) = 'secret'`,
    sql`((event_data #>> '{target,kind}' = 'secret' and ${named}) or ${used})`,
  ];
}

const entryOf = ({ event_id, event_number, event_data, created_at, username }: Row): AuditEntry => {
  const { action, target, detail, from, requestId } = event_data;
  const by = { ...event_data.by, username: event_data.by.username ?? username };
  const number = Number(event_number);
  return { id: event_id, number, at: created_at.toISOString(), action, target, detail, by, from, requestId };
};
