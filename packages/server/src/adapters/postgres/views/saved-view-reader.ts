/** Saved views as the API lists them, by name. */
import type { UserId, ViewView } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { ViewAsker, ViewReader } from '../../../executions/index.ts';
import type { Database } from '../database.ts';
import { seenBy } from '../view-book.ts';
import { decodeCursor, pageOf } from './cursor.ts';
import { containing } from './like-pattern.ts';

/** A name has no sign that cannot be stored. */
const Key = z.tuple([
  z
    .string()
    .max(255)
    .regex(/^\P{C}*$/u),
  z.uuid(),
]);

type Row = Omit<ViewView, 'owner' | 'createdAt' | 'updatedAt'> & {
  ownerId: UserId;
  ownerName: string;
  createdAt: Date;
  updatedAt: Date;
  nameKey: string;
};

const ONLY = {
  own: (asker: ViewAsker) => sql`view.owner_id = ${asker.userId}`,
  shared: () => sql`view.visibility = 'shared'`,
  default: () => sql`chosen.view_id is not null`,
};

export function createPostgresViewReader(database: Database): ViewReader {
  return {
    list: async (asker, query) => {
      const after = decodeCursor(Key, query.cursor);
      if (!after.ok) return after;
      const { only, name, search } = query;
      const where = [
        seenBy('view', asker),
        ...(only === undefined ? [] : [ONLY[only](asker)]),
        ...(name === undefined ? [] : [sql`lower(view.name) = lower(${name})`]),
        ...(search === undefined ? [] : [sql`view.name ilike ${containing(search)}`]),
        ...(after.value
          ? [sql`(lower(view.name), view.view_id) > (${after.value[0]}, ${after.value[1]}::uuid)`]
          : []),
      ];
      const rows = await read(database, asker, where, query.limit + 1);
      return ok(pageOf(rows, query, viewOf, (row) => [row.nameKey, row.viewId]));
    },
    show: async (asker, viewId) => {
      const where = [sql`view.view_id = ${viewId}`, seenBy('view', asker)];
      return (await read(database, asker, where, 1)).map(viewOf)[0] ?? null;
    },
    viewNow: async (asker, viewId) =>
      (await read(database, asker, [sql`view.view_id = ${viewId}`], 1)).map(viewOf)[0] ?? null,
  };
}

async function read(
  database: Database,
  { userId }: ViewAsker,
  where: readonly RawBuilder<unknown>[],
  limit: number,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select view.view_id as "viewId", view.project_id as "projectId", name, filters, visibility, owner_id as "ownerId",
      owner.username as "ownerName", case when chosen.view_id is null then 'plain' else 'default' end as standing,
      view.created_at as "createdAt", view.updated_at as "updatedAt", lower(name) as "nameKey"
    from saved_views view join users owner on owner.user_id = view.owner_id
      left join default_views chosen on chosen.view_id = view.view_id and chosen.user_id = ${userId}
    where deleted_at is null and ${sql.join(where, sql` and `)}
    order by lower(name), view.view_id limit ${limit}`.execute(database);
  return rows;
}

const viewOf = ({ ownerId, ownerName, createdAt, updatedAt, nameKey: _, ...row }: Row): ViewView => ({
  ...row,
  owner: { userId: ownerId, username: ownerName },
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});
