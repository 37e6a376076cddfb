/** Rows of inbox_items: each is one person's, and of one event there is one. */
import type {
  ExecutionId,
  InboxItem,
  InboxItemId,
  NotificationEvent,
  ProjectId,
  UserId,
} from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { InboxShelf } from '../../notifications/index.ts';
import { type Database, txOf } from './database.ts';
import type { InboxItems } from './generated/database.ts';
import { decodeCursor, pageOf } from './views/cursor.ts';

const Key = z.tuple([z.uuid()]);

export function createPostgresInboxShelf(database: Database): InboxShelf {
  return {
    insert: async (tx, items) => {
      if (items.length === 0) return;
      await txOf(tx)
        .insertInto('inbox_items')
        .values(
          items.map((item) => ({
            item_id: item.itemId,
            user_id: item.userId,
            event_id: item.eventId,
            team_id: item.teamId,
            project_id: item.projectId,
            execution_id: item.executionId,
            events: [...item.events],
            title: item.title,
            link: item.link,
            created_at: item.at,
          })),
        )
        .onConflict((conflict) => conflict.columns(['user_id', 'event_id']).doNothing())
        .execute();
    },
    list: async (userId, { show, ...order }) => {
      const after = decodeCursor(Key, order.cursor);
      if (!after.ok) return after;
      let query = database.selectFrom('inbox_items').selectAll().where('user_id', '=', userId);
      if (show === 'unread') query = query.where('read_at', 'is', null);
      if (after.value) query = query.where('item_id', '<', after.value[0]);
      const rows = await query
        .orderBy('item_id', 'desc')
        .limit(order.limit + 1)
        .execute();
      return ok(pageOf(rows, order, itemOf, (row) => [row.item_id]));
    },
    countUnread: (userId) => countUnread(database, userId),
    markRead: async (userId, itemIds, now) => {
      let query = database.updateTable('inbox_items').set({ read_at: now }).where('user_id', '=', userId);
      if (itemIds !== null) query = query.where('item_id', 'in', itemIds);
      return Number((await query.where('read_at', 'is', null).executeTakeFirst()).numUpdatedRows);
    },
    removeBefore: async (moment, limit) => {
      const { rows } = await sql`
        delete from inbox_items where item_id in (
          select item_id from inbox_items where created_at < ${moment} order by created_at limit ${limit})
        returning 1`.execute(database);
      return rows.length;
    },
  };
}

async function countUnread(database: Database, userId: UserId): Promise<number> {
  const query = database
    .selectFrom('inbox_items')
    .select((select) => select.fn.countAll<string>().as('count'));
  const row = await query.where('user_id', '=', userId).where('read_at', 'is', null).executeTakeFirst();
  return Number(row?.count ?? 0);
}

const itemOf = (row: Selectable<InboxItems>): InboxItem => ({
  itemId: row.item_id as InboxItemId,
  projectId: row.project_id as ProjectId | null,
  executionId: row.execution_id as ExecutionId | null,
  events: row.events as NotificationEvent[],
  title: row.title,
  link: row.link,
  createdAt: row.created_at.toISOString(),
  readAt: row.read_at?.toISOString() ?? null,
});
