import type { ProjectId, TeamId, UserId, ViewId, ViewQuery, ViewRequest, ViewView } from '@gauntlet/contract';
import type { Actor } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { PageResult } from '../read/ports.ts';

/** Whose a view is and where: its names are one's own there. */
export type ViewPlace = { teamId: TeamId; projectId: ProjectId | null; ownerId: UserId };

export type SavedView = ViewPlace &
  ViewRequest & { viewId: ViewId; ownerName: string; deletedAt: Date | null };

/** Who looks, and in which workspace. */
export type ViewAsker = Pick<Actor, 'teamId' | 'projectId' | 'userId'>;

export type NamedView = { viewId: ViewId; name: string; is: 'called-so' | 'another' };

export type ViewBook = {
  /**
   * Until the transaction ends nobody else gives or takes a name there.
   * @returns the views there are, and which is called the same: what that is, the database says
   */
  holdNames(tx: Tx, place: ViewPlace, name: string): Promise<NamedView[]>;
  insert(tx: Tx, view: SavedView, at: Date): Promise<void>;
  /** Locked until the transaction ends, deleted ones too; null when it is not the asker's to see. */
  lock(tx: Tx, asker: ViewAsker, viewId: ViewId): Promise<SavedView | null>;
  change(tx: Tx, viewId: ViewId, view: ViewRequest, at: Date): Promise<void>;
  /** `at` null: restored. */
  setDeleted(tx: Tx, viewId: ViewId, at: Date | null): Promise<void>;
  /** Those of the team that were deleted before that. */
  forget(tx: Tx, teamId: TeamId, before: Date): Promise<void>;
  setDefault(tx: Tx, asker: ViewAsker, viewId: ViewId): Promise<void>;
  /** Only where it is the default. */
  clearDefault(tx: Tx, asker: ViewAsker, viewId: ViewId): Promise<void>;
};

export type ViewReader = {
  /** The asker's own and those that are shared with them, by name. */
  list(asker: ViewAsker, query: ViewQuery): Promise<PageResult<ViewView>>;
  show(asker: ViewAsker, viewId: ViewId): Promise<ViewView | null>;
  /** For who has just changed it, and may not be able to see it any more. */
  viewNow(asker: ViewAsker, viewId: ViewId): Promise<ViewView | null>;
};
