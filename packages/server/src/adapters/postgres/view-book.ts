/** Rows of saved views, and whose list begins with which. */
import type { ProjectId, TeamId, UserId, ViewId, ViewRequest } from '@gauntlet/contract';
import { type RawBuilder, sql } from 'kysely';
import type { NamedView, SavedView, ViewAsker, ViewBook, ViewPlace } from '../../executions/index.ts';
import { txOf } from './database.ts';
import { jsonOf } from './json-of.ts';
import { madeIn } from './workspace.ts';

type Row = {
  view_id: ViewId;
  team_id: TeamId;
  project_id: ProjectId | null;
  owner_id: UserId;
  owner_name: string;
  name: string;
  filters: ViewRequest['filters'];
  visibility: ViewRequest['visibility'];
  deleted_at: Date | null;
};

/** Of the workspace it was saved in, one's own and what is shared there. For every query for people. */
export const seenBy = (table: string, asker: ViewAsker): RawBuilder<boolean> =>
  sql<boolean>`(${madeIn(table, asker)} and (${sql.ref(`${table}.visibility`)} = 'shared'
    or ${sql.ref(`${table}.owner_id`)} = ${asker.userId}))`;

export function createPostgresViewBook(): ViewBook {
  return {
    holdNames: async (tx, place, name) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${nameSpaceOf(place)}, 0))`.execute(txOf(tx));
      const { rows } = await sql<NamedView>`
        select view_id as "viewId", name, case when lower(name) = lower(${name}) then 'called-so' else 'another' end as "is"
        from saved_views view
        where ${madeIn('view', place)} and owner_id = ${place.ownerId} and deleted_at is null`.execute(
        txOf(tx),
      );
      return rows;
    },
    insert: async (tx, view, at) => {
      await txOf(tx)
        .insertInto('saved_views')
        .values({
          view_id: view.viewId,
          team_id: view.teamId,
          project_id: view.projectId,
          owner_id: view.ownerId,
          name: view.name,
          filters: jsonOf(view.filters),
          visibility: view.visibility,
          created_at: at,
          updated_at: at,
        })
        .execute();
    },
    lock: async (tx, asker, viewId) => {
      const { rows } = await sql<Row>`
        select view.*, owner.username as owner_name from saved_views view
          join users owner on owner.user_id = view.owner_id
        where view_id = ${viewId} and ${seenBy('view', asker)} for update of view`.execute(txOf(tx));
      return rows.map(viewOf)[0] ?? null;
    },
    change: async (tx, viewId, { name, filters, visibility }, at) => {
      await sql`
        update saved_views set name = ${name}, filters = ${jsonOf(filters)}::jsonb, visibility = ${visibility},
          updated_at = ${at} where view_id = ${viewId}`.execute(txOf(tx));
    },
    setDeleted: async (tx, viewId, at) => {
      await sql`update saved_views set deleted_at = ${at} where view_id = ${viewId}`.execute(txOf(tx));
    },
    forget: async (tx, teamId, before) => {
      await sql`
        delete from saved_views where view_id in (select view_id from saved_views
          where team_id = ${teamId} and deleted_at < ${before} for update skip locked)`.execute(txOf(tx));
    },
    ...defaultViews,
  };
}

const defaultViews: Pick<ViewBook, 'setDefault' | 'clearDefault'> = {
  setDefault: async (tx, { userId, teamId, projectId }, viewId) => {
    await sql`
      insert into default_views (user_id, team_id, project_id, view_id)
      values (${userId}, ${teamId}, ${projectId}, ${viewId})
      on conflict (user_id, team_id, project_id) do update set view_id = excluded.view_id`.execute(txOf(tx));
  },
  clearDefault: async (tx, { userId }, viewId) => {
    await sql`delete from default_views where user_id = ${userId} and view_id = ${viewId}`.execute(txOf(tx));
  },
};

const nameSpaceOf = ({ teamId, projectId, ownerId }: ViewPlace) =>
  `gauntlet.view-names/${teamId}/${projectId ?? ''}/${ownerId}`;

const viewOf = (row: Row): SavedView => ({
  viewId: row.view_id,
  teamId: row.team_id,
  projectId: row.project_id,
  ownerId: row.owner_id,
  ownerName: row.owner_name,
  name: row.name,
  filters: row.filters,
  visibility: row.visibility,
  deletedAt: row.deleted_at,
});
