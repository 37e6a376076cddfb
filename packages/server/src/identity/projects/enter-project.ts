/** From a caller at home to the same caller in one project: its team, and what they may do there. */
import type { ProjectId } from '@gauntlet/contract';
import { effectiveScopes, scopesOfRoles } from '@gauntlet/core/identity';
import type { Actor } from '../actor.ts';
import type { ProjectState, ProjectStore } from './ports.ts';

export type EnterProjectDeps = { projects: Pick<ProjectStore, 'findPlace'> };
export const projectArchived = (name: string) =>
  `The project "${name}" is archived: nothing is run or changed in it. \`gauntlet project unarchive\` undoes that.`;

export type Entered = { actor: Actor; state: ProjectState };

/**
 * In a project of the own team one may do what one may at home, and what one's role there adds. In another
 * team's, what the role there allows and nothing of home. A token gives no more than it was given.
 *
 * @param home who asks, before any project was entered
 * @returns null when there is no such project, or not for this caller: the two are told apart by nobody
 */
export async function enterProject(
  { projects }: EnterProjectDeps,
  home: Actor,
  projectId: ProjectId,
): Promise<Entered | null> {
  const place = await projects.findPlace(projectId, home.userId);
  if (!place || !(place.ofTeam || place.role !== null)) return null;
  const roles = [
    ...new Set([...(place.ofTeam ? place.homeRoles : []), ...(place.role === null ? [] : [place.role])]),
  ];
  const { teamId, teamName, projectName, state } = place;
  const scopes = home.granted === null ? scopesOfRoles(roles) : effectiveScopes(home.granted, roles);
  return { actor: { ...home, teamId, teamName, projectId, projectName, roles, scopes }, state };
}
