/** Whose things are meant: all of a team's, those of its projects among them, or those of one project alone. */
import type { ProjectId, TeamId } from '@gauntlet/contract';

export type Workspace = {
  teamId: TeamId;
  /** Null: the whole of the team. */
  projectId: ProjectId | null;
};

/** Whether the workspace shows what lies at this place. */
export const shows = (workspace: Workspace, place: Workspace): boolean =>
  workspace.teamId === place.teamId &&
  (workspace.projectId === null || workspace.projectId === place.projectId);
