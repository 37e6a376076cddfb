import type {
  ProjectId,
  ProjectMember,
  ProjectQuery,
  ProjectRole,
  ProjectView,
  Refusal,
  TeamId,
  UserId,
} from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type { Tx } from '../../kernel/tx.ts';

/** Where somebody stands in a project, as it is now. */
export type ProjectPlace = {
  projectId: ProjectId;
  projectName: string;
  teamId: TeamId;
  teamName: string;
  state: ProjectState;
  /** Of the project's own team. */
  ofTeam: boolean;
  /** Of the home team, as they are now. */
  homeRoles: readonly string[];
  /** As a member; null for none. */
  role: ProjectRole | null;
};

export type ProjectState = 'open' | 'archived';

type ProjectRow = { projectId: ProjectId; teamId: TeamId; name: string; description: string };
type NewProject = ProjectRow & { createdBy: UserId; createdAt: Date };
export type Project = ProjectRow & { archivedAt: Date | null };
export type MemberRow = { userId: UserId; username: string; role: ProjectRole };

export type ProjectStore = {
  /** Null: there is no such project, or the person or one of the teams is not active. */
  findPlace(projectId: ProjectId, userId: UserId): Promise<ProjectPlace | null>;
  /** Those of the person's team and those they are a member of, by name. */
  list(
    userId: UserId,
    query: ProjectQuery,
  ): Promise<Result<{ items: ProjectView[]; nextCursor: string | null }, Refusal<'invalid-request'>>>;
  show(userId: UserId, projectId: ProjectId): Promise<ProjectView | null>;
  /** False: the team has one of this name. */
  insert(tx: Tx, project: NewProject): Promise<boolean>;
  /** Locks it until the transaction ends. */
  lock(tx: Tx, projectId: ProjectId): Promise<Project | null>;
  /** False: the team has another one of this name. Lock it first. */
  rename(tx: Tx, projectId: ProjectId, change: { name: string; description: string }): Promise<boolean>;
  setArchived(tx: Tx, projectId: ProjectId, archivedAt: Date | null): Promise<void>;
  /** Keeps it from being archived until the transaction ends. */
  holdState(tx: Tx, projectId: ProjectId): Promise<{ name: string; state: ProjectState }>;
  members(projectId: ProjectId): Promise<ProjectMember[]>;
  /** An active person by id or name. */
  findPerson(tx: Tx, idOrName: string): Promise<{ userId: UserId; username: string } | null>;
  /** A member by id or name, active or not. Lock the project first. */
  findMember(tx: Tx, projectId: ProjectId, idOrName: string): Promise<MemberRow | null>;
  putMember(
    tx: Tx,
    member: { projectId: ProjectId; userId: UserId; role: ProjectRole; addedBy: UserId; addedAt: Date },
  ): Promise<void>;
  removeMember(tx: Tx, projectId: ProjectId, userId: UserId): Promise<void>;
};
