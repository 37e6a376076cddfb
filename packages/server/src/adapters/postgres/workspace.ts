/** The one condition by which a workspace sees rows: every query for people has it. */
import { type RawBuilder, sql } from 'kysely';
import type { Workspace } from '../../identity/index.ts';

/** @param table its name or alias in the query; it has team_id and project_id */
export function inWorkspace(table: string, { teamId, projectId }: Workspace): RawBuilder<boolean> {
  const [team, project] = [sql.ref(`${table}.team_id`), sql.ref(`${table}.project_id`)];
  return projectId === null
    ? sql<boolean>`${team} = ${teamId}`
    : sql<boolean>`(${team} = ${teamId} and ${project} = ${projectId})`;
}

/** For what is made there: of two of one name in a team, the one that is no other project's. */
export function madeIn(table: string, { teamId, projectId }: Workspace): RawBuilder<boolean> {
  const [team, project] = [sql.ref(`${table}.team_id`), sql.ref(`${table}.project_id`)];
  return projectId === null
    ? sql<boolean>`(${team} = ${teamId} and ${project} is null)`
    : inWorkspace(table, { teamId, projectId });
}
