/**
 * The read side: what people ask of executions, in the shapes of the contract but for links, which are
 * the HTTP layer's. Everything is asked for in a workspace; what lies outside of it is answered like what is
 * not there (null). Pages go by an opaque cursor; one that is not ours is refused.
 */
import type {
  ArtifactId,
  ArtifactType,
  ArtifactView,
  DefinitionId,
  DefinitionView,
  ExecutionId,
  ExecutionStatus,
  ExecutionSummary,
  ExecutionView,
  ListedDefinition,
  LogChunks,
  LogStream,
  MetricView,
  QueueView,
  RecordedExecutionEvent,
  Refusal,
  ResultId,
  ResultSummary,
  ResultView,
  TestDefinition,
  TestOutcome,
  UnitOutcome,
  UnitView,
  Verdict,
} from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type { Workspace } from '../../identity/index.ts';

export type PageOrder = { limit: number; cursor?: string };
export type Page<Item> = { items: Item[]; nextCursor: string | null };
export type BadCursor = Refusal<'invalid-request'>;
export type PageResult<Item> = Result<Page<Item>, BadCursor>;

export type ExecutionFilter = {
  statuses?: readonly ExecutionStatus[];
  verdicts?: readonly Verdict[];
  definitionId?: DefinitionId;
  /** Part of the name, in any case of letters. */
  name?: string;
  tag?: { key: string; value?: string };
  /** Submitted at or after. */
  since?: Date;
  /** Submitted before. */
  until?: Date;
};

export type ExecutionDetail = Omit<ExecutionView, 'links' | 'reports'> & {
  reports: { html: ArtifactId | null; junit: ArtifactId | null };
};
export type ArtifactDetail = Omit<ArtifactView, 'link'>;
export type ResultDetail = Omit<ResultView, 'artifacts'> & { artifacts: ArtifactDetail[] };

export type UnitFilter = {
  /** The last of each unit when left out. */
  attempt?: number;
  outcomes?: readonly UnitOutcome[];
};

export type ResultFilter = {
  /** `flaky`: of the passed those that passed only on a retry. */
  statuses?: readonly TestOutcome[];
  search?: string;
  /** The last attempt of each unit when left out. */
  attempt?: number;
  order: 'failures-first' | 'by-file' | 'recorded';
};

export type ExecutionReader = {
  /** Newest first. */
  list(
    workspace: Workspace,
    filter: ExecutionFilter,
    order: PageOrder,
  ): Promise<PageResult<ExecutionSummary>>;
  show(workspace: Workspace, executionId: ExecutionId): Promise<ExecutionDetail | null>;
  /** The cheap question before a costly one. */
  statusOf(workspace: Workspace, executionId: ExecutionId): Promise<ExecutionStatus | null>;
  /** The queue as it is seen from there: positions count everybody's executions, rows are its own. */
  queue(workspace: Workspace): Promise<QueueView>;
};

export type ResultReader = {
  units(
    workspace: Workspace,
    executionId: ExecutionId,
    filter: UnitFilter,
    order: PageOrder,
  ): Promise<PageResult<UnitView> | null>;
  results(
    workspace: Workspace,
    executionId: ExecutionId,
    filter: ResultFilter,
    order: PageOrder,
  ): Promise<PageResult<ResultSummary> | null>;
  result(workspace: Workspace, executionId: ExecutionId, resultId: ResultId): Promise<ResultDetail | null>;
  metrics(workspace: Workspace, executionId: ExecutionId): Promise<MetricView[] | null>;
};

/** An artifact with where its bytes lie. `encoding` tells what is stored; checksum and size are as indexed. */
export type StoredArtifact = ArtifactDetail & { storageKey: string; encoding: 'identity' | 'gzip' };

export type ArtifactReader = {
  artifacts(
    workspace: Workspace,
    executionId: ExecutionId,
    filter: { type?: ArtifactType },
    order: PageOrder,
  ): Promise<PageResult<ArtifactDetail> | null>;
  artifact(workspace: Workspace, artifactId: ArtifactId): Promise<StoredArtifact | null>;
};

export type LogFilter = { groupIndex?: number; stream?: LogStream };

/** `more`: there is more already, ask again at once. */
export type LogPage = LogChunks & { more: boolean };

export type LogReader = {
  /** What was printed after the cursor, a few hundred kilobytes at most; from live chunks or from the archive. */
  chunks(
    workspace: Workspace,
    executionId: ExecutionId,
    filter: LogFilter,
    cursor: string | undefined,
  ): Promise<Result<LogPage, BadCursor> | null>;
  /** All of it, by attempt, group and stream, as raw bytes. */
  text(
    workspace: Workspace,
    executionId: ExecutionId,
    filter: LogFilter,
  ): Promise<AsyncIterable<Uint8Array> | null>;
};

/** An event with the position in the order of all events; null as long as the sequencer has not seen it. */
export type PositionedEvent = RecordedExecutionEvent & { position: number };

export type EventReader = {
  /** Events of one execution after a number, in order. */
  list(
    workspace: Workspace,
    executionId: ExecutionId,
    after: number,
    limit: number,
  ): Promise<{ items: RecordedExecutionEvent[]; lastNumber: number } | null>;
  /** The status changes of one execution, from the first on. */
  statusChanges(workspace: Workspace, executionId: ExecutionId): Promise<RecordedExecutionEvent[] | null>;
  /**
   * Status changes, verdicts and finished units of all executions of the workspace after a position.
   * `lastPosition` is how far was looked: where to go on, also when nothing was found.
   */
  listOfTeam(
    workspace: Workspace,
    afterPosition: number,
    limit: number,
  ): Promise<{ items: PositionedEvent[]; lastPosition: number }>;
  lastPosition(): Promise<number>;
};

export type DefinitionVersion = {
  version: number;
  createdAt: string;
  createdBy: string;
  body: TestDefinition;
};

export type LastUnits = {
  executionId: ExecutionId;
  units: { key: string; title: string; recentMs: readonly number[] }[];
};

/** `search`: part of the name, in any case of letters. */
export type DefinitionOrder = PageOrder & { search?: string };

export type DefinitionReader = {
  /** The last changed first. */
  definitions(workspace: Workspace, order: DefinitionOrder): Promise<PageResult<ListedDefinition>>;
  definition(workspace: Workspace, definitionId: DefinitionId): Promise<DefinitionView | null>;
  /** The units of its last run that listed any, with the recent times of each; null when there is none. */
  lastUnits(workspace: Workspace, definitionId: DefinitionId): Promise<LastUnits | null>;
  /** Newest first, a hundred at most. */
  versions(workspace: Workspace, definitionId: DefinitionId): Promise<DefinitionVersion[] | null>;
};
