/**
 * Rows of notification_deliveries. Invariants: of one event and channel there is one; of one channel one is
 * under way at a time, whichever server is at it; who ends a delivery holds its last attempt.
 */
import type {
  ChannelId,
  ChannelKind,
  DeliveryId,
  DeliveryStatus,
  DeliveryView,
  ExecutionId,
  NotificationEvent,
  ProjectId,
  RuleId,
} from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Workspace } from '../../identity/index.ts';
import { secondsAfter } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/tx.ts';
import type {
  ClaimedDelivery,
  DeliveryEnd,
  DeliveryQueue,
  NewDelivery,
  Notice,
  Reference,
} from '../../notifications/index.ts';
import { type Database, txOf } from './database.ts';
import { jsonOf } from './json-of.ts';
import { decodeCursor, pageOf } from './views/cursor.ts';
import { inWorkspace } from './workspace.ts';

const Key = z.tuple([z.uuid()]);

export function createPostgresDeliveryQueue(database: Database): DeliveryQueue {
  return {
    insert,
    noteRepeat: async (tx, key, now, since) => {
      const { rows } = await sql`
        insert into notification_repeats (repeat_key, told_at) values (${key}, ${now})
        on conflict (repeat_key) do update set told_at = excluded.told_at
          where notification_repeats.told_at <= ${since} returning 1`.execute(txOf(tx));
      return rows.length === 1;
    },
    claim: (now, leaseSeconds, limit) => claim(database, now, leaseSeconds, limit),
    end,
    noteReference: async (deliveryId, reference) => {
      const query = database.updateTable('notification_deliveries').set({ reference: jsonOf(reference) });
      await query.where('delivery_id', '=', deliveryId).execute();
    },
    list: async (workspace, { statuses, channelId, ruleId, executionId, ...order }) => {
      const after = decodeCursor(Key, order.cursor);
      if (!after.ok) return after;
      const conditions = [
        inWorkspace('delivery', workspace),
        ...(statuses ? [sql`delivery.status = any(${statuses}::text[])`] : []),
        ...(channelId ? [sql`delivery.channel_id = ${channelId}`] : []),
        ...(ruleId ? [sql`delivery.rule_id = ${ruleId}`] : []),
        ...(executionId ? [sql`delivery.execution_id = ${executionId}`] : []),
        ...(after.value ? [sql`delivery.delivery_id < ${after.value[0]}::uuid`] : []),
      ];
      const { rows } = await sql<ViewRow>`${selectViews(conditions)}
        order by delivery.delivery_id desc limit ${order.limit + 1}`.execute(database);
      return ok(pageOf(rows, order, viewOf, (row) => [row.delivery_id]));
    },
    show: async (workspace, deliveryId) => {
      const conditions = [inWorkspace('delivery', workspace), sql`delivery.delivery_id = ${deliveryId}`];
      const { rows } = await selectViews(conditions).execute(database);
      return rows[0] ? viewOf(rows[0]) : null;
    },
    replay,
    removeBefore: async (moment, limit) => {
      const { rows } = await sql`
        delete from notification_deliveries where delivery_id in (
          select delivery_id from notification_deliveries
          where created_at < ${moment} and next_attempt_at is null order by created_at limit ${limit})
        returning 1`.execute(database);
      const repeats = await sql`
        delete from notification_repeats where repeat_key in (
          select repeat_key from notification_repeats where told_at < ${moment} order by told_at limit ${limit})
        returning 1`.execute(database);
      return Math.max(rows.length, repeats.rows.length);
    },
  };
}

async function insert(tx: Tx, deliveries: readonly NewDelivery[]): Promise<number> {
  if (deliveries.length === 0) return 0;
  const inserted = await txOf(tx)
    .insertInto('notification_deliveries')
    .values(
      deliveries.map((each) => ({
        delivery_id: each.deliveryId,
        event_id: each.eventId,
        channel_id: each.channelId,
        rule_id: each.ruleId,
        team_id: each.teamId,
        project_id: each.projectId,
        execution_id: each.executionId,
        events: [...each.events],
        title: each.title,
        notice: jsonOf(each.notice),
        created_at: each.at,
        next_attempt_at: each.nextAttemptAt,
      })),
    )
    .onConflict((conflict) => conflict.columns(['event_id', 'channel_id']).doNothing())
    .executeTakeFirst();
  return Number(inserted.numInsertedOrUpdatedRows ?? 0n);
}

type ClaimRow = {
  delivery_id: DeliveryId;
  event_id: string;
  channel_id: ChannelId;
  execution_id: ExecutionId | null;
  notice: Notice;
  created_at: Date;
  attempts: number;
  reference: Reference | null;
  earlier: Reference | null;
};

/**
 * The channels' rows are locked, not the deliveries', and looked at by a statement of its own once they are: what
 * a server before has claimed of them is seen then, and only then. A delivery whose lease has run out is due
 * again; while it runs, its channel has one under way.
 */
function claim(
  database: Database,
  now: Date,
  leaseSeconds: number,
  limit: number,
): Promise<ClaimedDelivery[]> {
  return database.transaction().execute(async (tx) => {
    const { rows: held } = await sql<{ channel_id: ChannelId }>`
      select channel_id from notification_channels channel
      where state = 'on' and (rests_until is null or rests_until <= ${now})
        and exists (select from notification_deliveries due
          where due.channel_id = channel.channel_id and due.next_attempt_at <= ${now})
        and not ${isBusy(sql`channel.channel_id`, now)}
      limit ${limit} for no key update skip locked`.execute(tx);
    if (held.length === 0) return [];
    const ids = held.map((row) => row.channel_id);
    const { rows } = await takeNext(ids, now, leaseSeconds).execute(tx);
    return rows.map(claimedOf);
  });
}

const isBusy = (channelId: RawBuilder<unknown>, now: Date) => sql`exists (
  select from notification_deliveries under_way where under_way.channel_id = ${channelId}
    and under_way.next_attempt_at is not null and under_way.claimed_until > ${now})`;

/** Of channels that this transaction holds. */
const takeNext = (channelIds: readonly ChannelId[], now: Date, leaseSeconds: number) => sql<ClaimRow>`
  with chosen as (
    select next.delivery_id from unnest(${channelIds}::uuid[]) as held (channel_id) cross join lateral (
      select delivery_id from notification_deliveries due
      where due.channel_id = held.channel_id and due.next_attempt_at <= ${now}
        and not exists (select from notification_deliveries before
          where before.execution_id = due.execution_id and before.channel_id = due.channel_id
            and before.delivery_id < due.delivery_id and before.next_attempt_at is not null)
      order by due.next_attempt_at, due.delivery_id limit 1) as next
    where not ${isBusy(sql`held.channel_id`, now)}
  )
  update notification_deliveries delivery
  set attempts = attempts + 1, claimed_until = ${secondsAfter(now, leaseSeconds)}
  from chosen where delivery.delivery_id = chosen.delivery_id
  returning delivery.delivery_id, event_id, channel_id, execution_id, notice, created_at, attempts, reference,
    (select earlier.reference from notification_deliveries earlier
      where earlier.execution_id = delivery.execution_id and earlier.channel_id = delivery.channel_id
        and earlier.delivery_id < delivery.delivery_id and earlier.reference is not null
      order by earlier.delivery_id desc limit 1) as earlier`;

const claimedOf = (row: ClaimRow): ClaimedDelivery => ({
  deliveryId: row.delivery_id,
  eventId: row.event_id,
  channelId: row.channel_id,
  executionId: row.execution_id,
  notice: row.notice,
  createdAt: row.created_at,
  attempt: row.attempts,
  own: row.reference,
  earlier: row.earlier,
});

async function end(
  tx: Tx,
  { deliveryId, attempt }: Pick<ClaimedDelivery, 'deliveryId' | 'attempt'>,
  how: DeliveryEnd,
): Promise<boolean> {
  const done = how.status === 'delivered';
  const ended = await txOf(tx)
    .updateTable('notification_deliveries')
    .set({
      status: how.status,
      claimed_until: null,
      next_attempt_at: how.status === 'failed' ? how.nextAttemptAt : null,
      last_error: done ? null : how.message,
      response: how.response && jsonOf(how.response),
      ...(done ? { delivered_at: how.at } : {}),
      ...(how.reference ? { reference: jsonOf(how.reference) } : {}),
    })
    .where('delivery_id', '=', deliveryId)
    .where('attempts', '=', attempt)
    .where('next_attempt_at', 'is not', null)
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}

async function replay(
  tx: Tx,
  workspace: Workspace,
  { deliveryId, channelId }: Parameters<DeliveryQueue['replay']>[2],
  { now, limit }: { now: Date; limit: number },
): Promise<DeliveryId[]> {
  const conditions: RawBuilder<unknown>[] = [
    inWorkspace('delivery', workspace),
    sql`delivery.status = 'dead'`,
    ...(deliveryId ? [sql`delivery.delivery_id = ${deliveryId}`] : []),
    ...(channelId ? [sql`delivery.channel_id = ${channelId}`] : []),
  ];
  const { rows } = await sql<{ delivery_id: DeliveryId }>`
    update notification_deliveries set status = 'pending', attempts = 0, next_attempt_at = ${now}
    where delivery_id in (
      select delivery_id from notification_deliveries delivery where ${sql.join(conditions, sql` and `)}
      order by delivery_id limit ${limit} for update)
    returning delivery_id`.execute(txOf(tx));
  return rows.map((row) => row.delivery_id);
}

type ViewRow = {
  delivery_id: DeliveryId;
  event_id: string;
  rule_id: RuleId | null;
  project_id: ProjectId | null;
  channel_id: ChannelId;
  channel_name: string;
  channel_kind: ChannelKind;
  execution_id: ExecutionId | null;
  events: NotificationEvent[];
  title: string;
  status: DeliveryStatus;
  attempts: number;
  next_attempt_at: Date | null;
  last_error: string | null;
  response: DeliveryView['response'];
  created_at: Date;
  delivered_at: Date | null;
};

const selectViews = (conditions: readonly RawBuilder<unknown>[]) => sql<ViewRow>`
  select delivery.*, channel.name as channel_name, channel.kind as channel_kind
  from notification_deliveries delivery join notification_channels channel using (channel_id)
  where ${sql.join(conditions, sql` and `)}`;

const viewOf = (row: ViewRow): DeliveryView => ({
  deliveryId: row.delivery_id,
  eventId: row.event_id,
  ruleId: row.rule_id,
  projectId: row.project_id,
  channel: { channelId: row.channel_id, name: row.channel_name, kind: row.channel_kind },
  executionId: row.execution_id,
  events: row.events,
  title: row.title,
  status: row.status,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
  lastError: row.last_error,
  response: row.response,
  createdAt: row.created_at.toISOString(),
  deliveredAt: row.delivered_at?.toISOString() ?? null,
});
