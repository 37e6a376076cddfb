/** What grouping failures and speaking of causes ask of the database. */
import type {
  CauseComment,
  CauseKind,
  CauseStatus,
  DefinitionId,
  ExecutionCause,
  ExecutionId,
  FailureCauseId,
  FailureCauseSummary,
  FailureCauseView,
  FailureOccurrence,
  FailureReason,
  ProjectId,
  ResultId,
  TeamId,
  UnitId,
  UserId,
} from '@gauntlet/contract';
import type { Cause } from '@gauntlet/core/executions';
import type { Workspace } from '../../identity/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { PageOrder, PageResult } from '../read/ports.ts';

/** An execution that has its verdict. */
export type EndedExecution = {
  executionId: ExecutionId;
  definitionId: DefinitionId;
  teamId: TeamId;
  projectId: ProjectId | null;
  submittedAt: Date;
  failureReason: FailureReason | null;
  failureMessage: string | null;
};

export type FailedResult = {
  resultId: ResultId;
  unitId: UnitId | null;
  name: string;
  file: string | null;
  message: string | null;
  stack: string | null;
};

type BrokenUnit = {
  unitId: UnitId;
  title: string;
  file: string | null;
  reason: FailureReason;
  message: string | null;
};

/** The failures that the verdict counts: of each unit's last attempt. Texts are cut to what is looked at. */
export type FailureSource = {
  /** Null: it is gone. */
  execution(tx: Tx, executionId: ExecutionId): Promise<EndedExecution | null>;
  failedResults(tx: Tx, executionId: ExecutionId, pageSize: number): AsyncIterable<FailedResult[]>;
  /** Those that went wrong without a failed test, the first ones. */
  brokenUnits(tx: Tx, executionId: ExecutionId, limit: number): Promise<BrokenUnit[]>;
};

export type Occurrence = {
  resultId: ResultId | null;
  unitId: UnitId | null;
  name: string | null;
  file: string | null;
};

/** A cause with what was found of it: `count` is the truth, `kept` some of them. */
export type FoundCause = { cause: Cause; count: number; sample: string; kept: Occurrence[] };

/** A cause that was marked fixed and was seen again. */
export type Regression = { causeId: FailureCauseId; title: string };

export type CauseBook = {
  /**
   * Adds to what is known, each cause once in `found`. At most `mostKept` occurrences of a cause are kept of
   * one execution, however often it is called for it. @returns causes that this reopened
   */
  record(
    tx: Tx,
    execution: EndedExecution,
    found: readonly FoundCause[],
    order: { at: Date; mostKept: number },
  ): Promise<Regression[]>;
  /** Locked until the transaction ends; null when it is not the workspace's. */
  lock(tx: Tx, workspace: Workspace, causeId: FailureCauseId): Promise<TriagedCause | null>;
  change(tx: Tx, causeId: FailureCauseId, triage: Triage, by: { userId: UserId; at: Date }): Promise<void>;
  /** An active person of the workspace's team, or a member of its project; by id or name. */
  findOwner(tx: Tx, workspace: Workspace, idOrName: string): Promise<CauseOwner | null>;
  addComment(
    tx: Tx,
    causeId: FailureCauseId,
    comment: { authorId: UserId | null; body: string; at: Date },
  ): Promise<string>;
  /** Both locked, and none of them merged; what was merged into the first is the second's from now on. */
  merge(tx: Tx, causeId: FailureCauseId, into: FailureCauseId): Promise<void>;
  unmerge(tx: Tx, causeId: FailureCauseId): Promise<void>;
  /** Causes that nobody said anything of, and that were last seen before the moment. @returns how many */
  forget(before: Date, limit: number): Promise<number>;
};

export type CauseOwner = { userId: UserId; username: string };

export type Triage = {
  status: CauseStatus;
  knownUntil: Date | null;
  fixedAt: Date | null;
  owner: CauseOwner | null;
  link: string | null;
  givenTitle: string | null;
};

export type TriagedCause = Triage & {
  causeId: FailureCauseId;
  projectId: ProjectId | null;
  kind: CauseKind;
  title: string;
  mergedInto: FailureCauseId | null;
};

export type CauseFilter = {
  statuses?: readonly CauseStatus[];
  definitionId?: DefinitionId;
  since?: Date;
  search?: string;
  /** Null: nobody's. */
  ownerId?: UserId | null;
  sort: 'recent' | 'newest' | 'frequent';
};

export type CauseReader = {
  list(workspace: Workspace, filter: CauseFilter, order: PageOrder): Promise<PageResult<FailureCauseSummary>>;
  show(workspace: Workspace, causeId: FailureCauseId): Promise<FailureCauseView | null>;
  /** Newest first. */
  occurrences(
    workspace: Workspace,
    causeId: FailureCauseId,
    order: PageOrder,
  ): Promise<PageResult<FailureOccurrence> | null>;
  /** Newest first. */
  comments(
    workspace: Workspace,
    causeId: FailureCauseId,
    order: PageOrder,
  ): Promise<PageResult<CauseComment> | null>;
  comment(commentId: string): Promise<CauseComment | null>;
  /** The most frequent first. */
  ofExecution(
    workspace: Workspace,
    executionId: ExecutionId,
    order: PageOrder,
  ): Promise<PageResult<ExecutionCause> | null>;
  /** As `findOwner`, for filters. */
  owner(workspace: Workspace, idOrName: string): Promise<CauseOwner | null>;
};
