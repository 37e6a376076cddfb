/** Rows of project_members. */
import type { ProjectId, ProjectMember, ProjectRole, UserId } from '@gauntlet/contract';
import { type RawBuilder, sql } from 'kysely';
import type { ProjectStore } from '../../identity/index.ts';
import { type Database, txOf, wake } from './database.ts';
import { isUuid } from './is-uuid.ts';

type Members = Pick<ProjectStore, 'members' | 'findPerson' | 'findMember' | 'putMember' | 'removeMember'>;

const named = (idOrName: string): RawBuilder<unknown> =>
  isUuid(idOrName) ? sql`person.user_id = ${idOrName}` : sql`lower(person.username) = lower(${idOrName})`;

export function createProjectMembers(database: Database): Members {
  return {
    members: (projectId) => listMembers(database, projectId),
    findPerson: async (tx, idOrName) => {
      const { rows } = await sql<{ userId: UserId; username: string }>`
        select person.user_id as "userId", person.username from users person
        join teams home on home.team_id = person.team_id and home.active
        where person.active and ${named(idOrName)}`.execute(txOf(tx));
      return rows[0] ?? null;
    },
    findMember: async (tx, projectId, idOrName) => {
      const { rows } = await sql<{ userId: UserId; username: string; role: ProjectRole }>`
        select person.user_id as "userId", person.username, member.role
        from project_members member join users person on person.user_id = member.user_id
        where member.project_id = ${projectId} and ${named(idOrName)}`.execute(txOf(tx));
      return rows[0] ?? null;
    },
    putMember: async (tx, { projectId, userId, role, addedBy, addedAt }) => {
      const row = { project_id: projectId, user_id: userId, role, added_by: addedBy, added_at: addedAt };
      await txOf(tx)
        .insertInto('project_members')
        .values(row)
        .onConflict((conflict) => conflict.columns(['project_id', 'user_id']).doUpdateSet({ role }))
        .execute();
      await wake(tx, { topic: 'access' });
    },
    removeMember: async (tx, projectId, userId) => {
      const query = txOf(tx).deleteFrom('project_members').where('project_id', '=', projectId);
      await query.where('user_id', '=', userId).execute();
      await wake(tx, { topic: 'access' });
    },
  };
}

type MemberRow = {
  user_id: UserId;
  username: string;
  team_name: string;
  role: ProjectRole;
  active: boolean;
  added_by: string | null;
  added_at: Date;
};

async function listMembers(database: Database, projectId: ProjectId): Promise<ProjectMember[]> {
  const { rows } = await sql<MemberRow>`
    select person.user_id, person.username, home.team_name, member.role,
      person.active and home.active as active, adder.username as added_by, member.added_at
    from project_members member
    join users person on person.user_id = member.user_id
    join teams home on home.team_id = person.team_id
    left join users adder on adder.user_id = member.added_by
    where member.project_id = ${projectId} order by lower(person.username)`.execute(database);
  return rows.map((row) => ({
    userId: row.user_id,
    username: row.username,
    teamName: row.team_name,
    role: row.role,
    active: row.active,
    addedBy: row.added_by,
    addedAt: row.added_at.toISOString(),
  }));
}
