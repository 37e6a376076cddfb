/** Rows of projects, and their listings. Members have a file of their own. */
import type { ProjectId, ProjectQuery, ProjectRole, ProjectView, TeamId, UserId } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Project, ProjectPlace, ProjectStore } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf } from './database.ts';
import { createProjectMembers } from './project-members.ts';
import { decodeCursor, pageOf } from './views/cursor.ts';

const Key = z.tuple([z.string(), z.uuid()]);

export function createPostgresProjectStore(database: Database): ProjectStore {
  return {
    findPlace: (projectId, userId) => findPlace(database, projectId, userId),
    list: (userId, query) => listProjects(database, userId, query),
    show: async (userId, projectId) => {
      const { rows } = await selectProjects(userId, sql`project.project_id = ${projectId}`).execute(database);
      return rows[0] ? projectView(rows[0]) : null;
    },
    insert: async (tx, project) => {
      await holdNames(tx);
      const inserted = await txOf(tx)
        .insertInto('projects')
        .values({
          project_id: project.projectId,
          team_id: project.teamId,
          name: project.name,
          description: project.description,
          created_by: project.createdBy,
          created_at: project.createdAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return inserted.numInsertedOrUpdatedRows === 1n;
    },
    lock,
    rename,
    setArchived: async (tx, projectId, archivedAt) => {
      const query = txOf(tx).updateTable('projects').set({ archived_at: archivedAt });
      await query.where('project_id', '=', projectId).execute();
    },
    holdState: async (tx, projectId) => {
      const query = txOf(tx).selectFrom('projects').select(['name', 'archived_at']);
      const row = await query.where('project_id', '=', projectId).forShare().executeTakeFirstOrThrow();
      return { name: row.name, state: row.archived_at === null ? 'open' : 'archived' };
    },
    ...createProjectMembers(database),
  };
}

type PlaceRow = {
  name: string;
  team_id: TeamId;
  team_name: string;
  archived_at: Date | null;
  of_team: boolean;
  roles: string[];
  role: ProjectRole | null;
};

async function findPlace(
  database: Database,
  projectId: ProjectId,
  userId: UserId,
): Promise<ProjectPlace | null> {
  const { rows } = await sql<PlaceRow>`
    select project.name, project.team_id, team.team_name, project.archived_at,
      person.team_id = project.team_id as of_team, person.roles, member.role
    from projects project
    join teams team on team.team_id = project.team_id and team.active
    join users person on person.user_id = ${userId} and person.active
    join teams home on home.team_id = person.team_id and home.active
    left join project_members member on member.project_id = project.project_id and member.user_id = person.user_id
    where project.project_id = ${projectId}`.execute(database);
  const row = rows[0];
  if (!row) return null;
  return {
    projectId,
    projectName: row.name,
    teamId: row.team_id,
    teamName: row.team_name,
    state: row.archived_at === null ? 'open' : 'archived',
    ofTeam: row.of_team,
    homeRoles: row.roles,
    role: row.role,
  };
}

type ViewRow = {
  project_id: ProjectId;
  name: string;
  description: string;
  team_id: TeamId;
  team_name: string;
  role: ProjectRole | null;
  created_at: Date;
  created_by: string | null;
  archived_at: Date | null;
  key: string;
};

/** Of those that the person is let into: the same rule as enterProject's. */
const selectProjects = (userId: UserId, condition: RawBuilder<unknown>) => sql<ViewRow>`
  select project.project_id, project.name, project.description, project.team_id, team.team_name, member.role,
    project.created_at, creator.username as created_by, project.archived_at, lower(project.name) as key
  from users person
  join projects project on project.team_id = person.team_id
    or project.project_id in (select project_id from project_members where user_id = person.user_id)
  join teams team on team.team_id = project.team_id and team.active
  left join project_members member on member.project_id = project.project_id and member.user_id = person.user_id
  left join users creator on creator.user_id = project.created_by
  where person.user_id = ${userId} and ${condition}`;

async function listProjects(
  database: Database,
  userId: UserId,
  { name, archived, ...order }: ProjectQuery,
): ReturnType<ProjectStore['list']> {
  const after = decodeCursor(Key, order.cursor);
  if (!after.ok) return after;
  const conditions = [
    ...(name === undefined ? [] : [sql`lower(project.name) = lower(${name})`]),
    ...(archived === 'without' ? [sql`project.archived_at is null`] : []),
    ...(after.value
      ? [sql`(lower(project.name), project.project_id) > (${after.value[0]}, ${after.value[1]}::uuid)`]
      : []),
  ];
  const condition = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  const { rows } = await sql<ViewRow>`${selectProjects(userId, condition)}
    order by lower(project.name), project.project_id limit ${order.limit + 1}`.execute(database);
  return ok(pageOf(rows, order, projectView, (row) => [row.key, row.project_id]));
}

const projectView = (row: ViewRow): ProjectView => ({
  projectId: row.project_id,
  name: row.name,
  description: row.description,
  team: { teamId: row.team_id, name: row.team_name },
  role: row.role,
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by,
  archivedAt: row.archived_at?.toISOString() ?? null,
});

async function lock(tx: Tx, projectId: ProjectId): Promise<Project | null> {
  const query = txOf(tx).selectFrom('projects').selectAll().where('project_id', '=', projectId);
  const row = await query.forNoKeyUpdate().executeTakeFirst();
  if (!row) return null;
  const { team_id, name, description, archived_at } = row;
  return { projectId, teamId: team_id as TeamId, name, description, archivedAt: archived_at };
}

const holdNames = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(hashtextextended('gauntlet.project-names', 0))`.execute(txOf(tx));

/** Two that take the same name at once: the second waits for the first, and is refused. */
async function rename(
  tx: Tx,
  projectId: ProjectId,
  { name, description }: { name: string; description: string },
): Promise<boolean> {
  await holdNames(tx);
  const { rows } = await sql`
    update projects own set name = ${name}, description = ${description}
    where project_id = ${projectId} and not exists (
      select from projects other where other.team_id = own.team_id and other.project_id <> own.project_id
        and lower(other.name) = lower(${name}))
    returning 1`.execute(txOf(tx));
  return rows.length === 1;
}
