/** Whoever made something that runs by itself, as they stand now. */
import type { TeamId, UserId } from '@gauntlet/contract';
import { scopesOfRoles } from '@gauntlet/core/identity';
import { sql } from 'kysely';
import type { FindMaker } from '../../executions/index.ts';
import type { Database } from './database.ts';

type Row = { user_id: UserId; username: string; roles: string[]; team_id: TeamId; team_name: string };

export const createFindMaker =
  (database: Database): FindMaker =>
  async (userId) => {
    const { rows } = await sql<Row>`
      select users.user_id, users.username, users.roles, teams.team_id, teams.team_name
      from users join teams on teams.team_id = users.team_id
      where users.user_id = ${userId} and users.active and teams.active`.execute(database);
    const [row] = rows;
    if (!row) return null;
    return {
      userId: row.user_id,
      username: row.username,
      teamId: row.team_id,
      teamName: row.team_name,
      projectId: null,
      projectName: null,
      roles: row.roles,
      scopes: scopesOfRoles(row.roles),
      granted: null,
      via: 'server',
      tokenId: null,
      tokenName: null,
      sessionId: null,
      address: null,
      requestId: null,
    };
  };
