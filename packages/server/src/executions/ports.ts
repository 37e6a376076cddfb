/** What executions need from the outside, by role. */
import type {
  AgentPhase,
  ArtifactId,
  ArtifactType,
  ClaimedUnit,
  Counts,
  DefinitionId,
  EnvironmentId,
  ExecutionId,
  ExecutionStatus,
  FailureReason,
  FailureSummary,
  Framework,
  GroupId,
  LogStream,
  PlannedUnit,
  ProjectId,
  ReportedResult,
  ResultId,
  TeamId,
  TestDefinition,
  UnitId,
  UnitOutcome,
  UploadId,
  UserId,
} from '@gauntlet/contract';
import type { GroupFact, NodeResources, UnitFact } from '@gauntlet/core/executions';
import type { Result } from '@gauntlet/core/kernel';
import type { Workspace } from '../identity/index.ts';
import type { SealRefusal } from '../kernel/seal.ts';
import type { Tx } from '../kernel/tx.ts';
import type { Wake } from '../kernel/wake.ts';
import type { ReportSource } from './collect/report/report-source.ts';
import type { Execution, ExecutionPatch, Group, NewExecution } from './execution.ts';

export type ExecutionStore = {
  insert(tx: Tx, execution: NewExecution): Promise<void>;
  find(executionId: ExecutionId): Promise<Execution | null>;
  /** Locks the row until the transaction ends. */
  lock(tx: Tx, executionId: ExecutionId): Promise<Execution | null>;
  /** Compare and swap. False: another moved it first. */
  move(
    tx: Tx,
    id: ExecutionId,
    from: ExecutionStatus,
    to: ExecutionStatus,
    patch: ExecutionPatch,
  ): Promise<boolean>;
  patch(tx: Tx, id: ExecutionId, patch: ExecutionPatch): Promise<void>;
  /** What came with the key before, and whether it was this request. */
  findByIdempotencyKey(
    tx: Tx,
    by: Workspace & { userId: UserId; key: string; request: string },
  ): Promise<{ executionId: ExecutionId; request: 'same' | 'another' } | null>;
  /** Executions whose queue or run limit has passed, or that wait for their groups' grace to end. */
  listOverdue(now: Date): Promise<{ executionId: ExecutionId; limit: 'queue' | 'run' }[]>;
  /** Executions of a status, oldest first: for loops that pick up what a dead server left. */
  listByStatus(statuses: readonly ExecutionStatus[], limit: number): Promise<ExecutionId[]>;
  /** Takes one execution in `cleanup` for `leaseSeconds`. */
  claimForCollecting(by: string, now: Date, leaseSeconds: number): Promise<ExecutionId | null>;
  keepCollecting(executionId: ExecutionId, by: string, until: Date): Promise<void>;
  /** Removes archived executions with all that is stored under them. @returns how many. */
  deleteArchivedBefore(moment: Date, limit: number): Promise<number>;
};

export type ExecutionQueue = {
  /** 1 is next of its environment. Null when it is not queued. */
  positionOf(executionId: ExecutionId): Promise<number | null>;
  /**
   * Locks the execution to start next, by priority and arrival, of those that run on servers' own hosts and that
   * the node could run if it were empty. A due retry keeps the place of its arrival. Skips locked ones.
   */
  next(tx: Tx, now: Date, nodeName: string): Promise<Execution | null>;
  /** The same of an environment that is in a cluster: whether there is room is the caller's to find out. */
  nextIn(tx: Tx, now: Date, environmentId: EnvironmentId): Promise<Execution | null>;
};

/** Who waits for the same: all that run on servers' own hosts, or in one environment of a cluster. */
export type QueueLine = 'local' | EnvironmentId;

/** Where an execution stands in line: by priority, the highest first, then by arrival. */
export type QueuePlace = {
  executionId: ExecutionId;
  line: QueueLine;
  priority: number;
  /** A number of its own, the same whatever becomes of the execution. */
  arrival: number;
  /** Of a retry: until then it stands beside the line. */
  dueAt: Date | null;
};

/** The queue as the rows say: what another that keeps its order is filled from, and asks before it gives anything. */
export type QueueTruth = ExecutionQueue & {
  /**
   * As `next`, but of these alone, page by page until one of a page will do. The first page is asked for when no
   * other server is choosing any more.
   */
  nextAmong(
    tx: Tx,
    now: Date,
    nodeName: string,
    pages: AsyncIterable<readonly ExecutionId[]>,
  ): Promise<Execution | null>;
  /** The same of `nextIn`. */
  nextInAmong(
    tx: Tx,
    now: Date,
    environmentId: EnvironmentId,
    pages: AsyncIterable<readonly ExecutionId[]>,
  ): Promise<Execution | null>;
  /** Of these those that wait, retries that are not due included. */
  placesOf(executionIds: readonly ExecutionId[]): Promise<QueuePlace[]>;
  /** In which somebody waits. */
  listLines(): Promise<QueueLine[]>;
  /** All that wait in it, in order, from the one behind `after` on. */
  listPlaces(
    line: QueueLine,
    after: Pick<QueuePlace, 'priority' | 'arrival'> | null,
    limit: number,
  ): Promise<QueuePlace[]>;
};

/** Of a queue that is kept twice: holds the copy against the rows, and mends it. */
export type QueueKeeper = {
  mend(): Promise<void>;
  /** Whether the copy is used at present. */
  health(): { ok: boolean; message: string };
  /** Told at once when there is reason to look: the copy was lost, or is back. */
  onDoubt(look: () => void): void;
  close(): Promise<void>;
};

export type StoredDefinition = {
  definitionId: DefinitionId;
  version: number;
  body: TestDefinition;
  projectId: ProjectId | null;
};

export type DefinitionStore = {
  find(workspace: Workspace, definitionId: DefinitionId): Promise<StoredDefinition | null>;
  /**
   * The definition of this name, of the project or of the team as a whole: a new version when the body
   * differs from the newest, else that one.
   */
  save(tx: Tx, by: Workspace & { userId: UserId }, body: TestDefinition): Promise<StoredDefinition>;
  /** The first version of a new one. */
  create(
    tx: Tx,
    by: Workspace & { userId: UserId },
    body: TestDefinition,
  ): Promise<StoredDefinition | 'name-taken'>;
  /** A new version where the body differs from the newest; the name may be another as well. */
  change(
    tx: Tx,
    by: Workspace & { userId: UserId },
    change: DefinitionChange,
  ): Promise<StoredDefinition | 'absent' | 'changed' | 'name-taken'>;
  /** It is found no more; its executions keep what they ran. Null: the workspace has none of this id. */
  remove(tx: Tx, workspace: Workspace, definitionId: DefinitionId): Promise<{ name: string } | null>;
  /** What was removed is found again, unless its name has become another's. */
  restore(tx: Tx, workspace: Workspace, definitionId: DefinitionId): Promise<RestoredDefinition>;
};

/** `expected`: of which version; null to take whatever is the newest. */
type DefinitionChange = { definitionId: DefinitionId; expected: number | null; body: TestDefinition };
type RestoredDefinition =
  | { state: 'absent' }
  | { state: 'in-sight' | 'restored' | 'name-taken'; name: string };

export type FrameworkCatalogue = {
  list(): Promise<Framework[]>;
  find(name: string): Promise<Framework | null>;
};

export type UploadIndex = {
  /** Expired ones too, as long as they are there: a living execution goes on with what it was submitted with. */
  find(workspace: Workspace, uploadId: UploadId): Promise<{ storageKey: string; sizeBytes: number } | null>;
  /** Of those that have not expired. */
  findUsable(
    workspace: Workspace,
    uploadId: UploadId,
    now: Date,
  ): Promise<{ storageKey: string; sizeBytes: number } | null>;
  /** Never shortens its life. False: it has expired meanwhile. */
  keepUntil(tx: Tx, uploadId: UploadId, until: Date, now: Date): Promise<boolean>;
};

/** The rows of uploads; the bytes are the artifact store's. */
export type UploadShelf = {
  insert(tx: Tx, upload: UploadRow): Promise<void>;
  /** The newest that was sent to this very workspace, with these bytes, that has not expired. */
  findByContent(workspace: Workspace, sha256: string, now: Date, tx?: Tx): Promise<KnownUpload | null>;
  /** Whether one that was sent to this very workspace has as many bytes, and has not expired. */
  hasSize(workspace: Workspace, sizeBytes: number, now: Date): Promise<boolean>;
  extend(uploadId: UploadId, expiresAt: Date): Promise<void>;
  /** Of these keys those of an upload. */
  knownKeys(keys: readonly string[]): Promise<Set<string>>;
};
export type UploadRow = Workspace & {
  uploadId: UploadId;
  /** Lower-case hex. */
  sha256: string;
  sizeBytes: number;
  storageKey: string;
  createdBy: UserId;
  expiresAt: Date;
};
export type KnownUpload = { uploadId: UploadId; sizeBytes: number; storageKey: string };

/** Whose tests may run where they can read what the server can read. */
export type HostTrust = {
  mayRun(teamId: TeamId): Promise<boolean>;
};

/** Whom a definition may tell: names of notification channels. */
export type ChannelNames = {
  /** Those that an execution there can use: of the project and of the team as a whole. */
  namesOf(place: Workspace): Promise<string[]>;
};

export type SecretVault = {
  /** Those that an execution there can use: of the project and of the team as a whole, never another project's. */
  namesOf(place: Workspace): Promise<string[]>;
  /**
   * The values of the names that exist, each opened by itself; of two of one name the project's. Asked for
   * one group's agent only.
   */
  reveal(place: Workspace, names: readonly string[]): Promise<Map<string, RevealedSecret>>;
};
export type SecretScope = 'project' | 'team';
type RevealedSecret = { scope: SecretScope; value: Result<string, SealRefusal> };

export type GroupStore = {
  insert(tx: Tx, groups: readonly NewGroup[]): Promise<void>;
  find(groupId: GroupId): Promise<Group | null>;
  lock(tx: Tx, groupId: GroupId): Promise<Group | null>;
  listOf(tx: Tx, executionId: ExecutionId, attempt: number): Promise<Group[]>;
  /** Groups of this node that wait for a process, at most as many as there are tokens: each is given its own. */
  claimForLaunch(claim: LaunchClaim, now: Date): Promise<ClaimedLaunch[]>;
  /** Processes that the server of this place claimed, and that were never heard of: none was noted, no hello came. */
  listClaimedBy(place: string): Promise<Group[]>;
  /** Lets the launch be claimed again. False: the group was heard of meanwhile. */
  releaseLaunch(groupId: GroupId): Promise<boolean>;
  findByToken(tokenHash: Uint8Array): Promise<Group | null>;
  markLaunched(
    tx: Tx,
    groupId: GroupId,
    process: { host: string; pid: number; startedAt: string },
  ): Promise<void>;
  /** False: the group has ended meanwhile. */
  markRunning(tx: Tx, groupId: GroupId, process: { host: string; pid: number }, now: Date): Promise<boolean>;
  beat(groupId: GroupId, now: Date): Promise<void>;
  setPhase(tx: Tx, groupId: GroupId, phase: AgentPhase): Promise<void>;
  /** Sequence of the next report; false when another request was first. */
  advanceSequence(tx: Tx, groupId: GroupId, from: number, now: Date): Promise<boolean>;
  advanceClaim(tx: Tx, groupId: GroupId, to: number): Promise<void>;
  /** Adds units that were reported, each by its counts. */
  countUnits(tx: Tx, groupId: GroupId, counts: readonly Counts[]): Promise<void>;
  countArtifact(tx: Tx, groupId: GroupId): Promise<void>;
  end(tx: Tx, groupId: GroupId, end: GroupEnd, now: Date): Promise<boolean>;
  /** Starting or running groups that are processes: of this node, or of any when null. */
  listAlive(nodeName: string | null): Promise<Group[]>;
  countLost(tx: Tx, executionId: ExecutionId, attempt: number): Promise<LossCount>;
  facts(tx: Tx, executionId: ExecutionId, attempt: number): Promise<GroupFact[]>;
};

/** `place`: the host and data folder of the server that claims. */
export type LaunchClaim = { nodeName: string; place: string; tokenHashes: readonly Uint8Array[] };

/** `token` says which of the tokens given is the group's. */
export type ClaimedLaunch = { group: Group; token: number };

/** `interruptions`: their places were taken away; they are none of `losses`. */
export type LossCount = { losses: number; interruptions: number };

export type NewGroup = Pick<
  Group,
  'groupId' | 'executionId' | 'attempt' | 'index' | 'lead' | 'environmentId' | 'nodeName' | 'podName'
> & {
  cpuRequestMillis: number;
  memoryRequestBytes: number;
};

export type GroupEnd =
  | { status: 'finished'; manifest: object }
  | { status: 'lost'; why: string; by?: Group['lostBy'] }
  | { status: 'ended'; why: string };

export type UnitPool = {
  insert(
    tx: Tx,
    plan: { executionId: ExecutionId; attempt: number; units: readonly EstimatedUnit[] },
  ): Promise<void>;
  pending(
    tx: Tx,
    executionId: ExecutionId,
    attempt: number,
  ): Promise<{ units: number; estimatedMs: number | null }>;
  /** Gives pending units to a group, longest first, until `count` or `budgetMs` is reached; skips locked ones. */
  claim(tx: Tx, order: ClaimOrder): Promise<ClaimedUnit[]>;
  /** What an earlier claim of this number was given and has not reported yet. */
  claimedBefore(tx: Tx, groupId: GroupId, claimNumber: number): Promise<ClaimedUnit[]>;
  /** Of these units those that the group has claimed and not reported. The rest are not its to speak of. */
  heldBy(tx: Tx, groupId: GroupId, unitIds: readonly UnitId[]): Promise<Map<UnitId, HeldUnit>>;
  start(tx: Tx, unitIds: readonly UnitId[], now: Date): Promise<void>;
  finish(tx: Tx, ends: readonly UnitEnd[], now: Date): Promise<void>;
  giveBack(tx: Tx, unitIds: readonly UnitId[]): Promise<void>;
  /** All units the group holds go back to the pool. */
  giveBackAll(tx: Tx, groupId: GroupId): Promise<UnitId[]>;
  areAllReported(tx: Tx, executionId: ExecutionId, attempt: number): Promise<boolean>;
  /** The last attempt of each unit. */
  facts(tx: Tx, executionId: ExecutionId): Promise<StoredUnit[]>;
  history(tx: Tx, definitionId: DefinitionId, keys: readonly string[]): Promise<Map<string, number[]>>;
  /** Adds the wall times of an execution's passed units to their history. */
  rememberTimings(tx: Tx, executionId: ExecutionId): Promise<void>;
};

export type EstimatedUnit = PlannedUnit & { unitId: UnitId; estimatedMs: number | null };
export type ClaimOrder = {
  executionId: ExecutionId;
  attempt: number;
  groupId: GroupId;
  claimNumber: number;
  count: number;
  budgetMs: number | null;
};
/** All that a verdict needs to know of a unit but what is in quarantine. */
export type StoredUnit = Omit<UnitFact, 'quarantinedFailures'> & { unitId: UnitId; key: string };
export type HeldUnit = { unitId: UnitId; title: string; file: string | null; state: 'claimed' | 'started' };
export type UnitEnd = {
  unitId: UnitId;
  outcome: UnitOutcome;
  reason: FailureReason | null;
  message: string | null;
  unexplained: string | null;
  counts: Counts;
  durationMs: number;
  exitCode: number | null;
};

export type ResultStore = {
  insert(
    tx: Tx,
    where: { executionId: ExecutionId; attempt: number; groupId: GroupId },
    rows: readonly { unitId: UnitId; result: ReportedResult }[],
    now: Date,
  ): Promise<void>;
  /** Forgets what an unfinished unit reported. */
  discard(tx: Tx, unitIds: readonly UnitId[]): Promise<void>;
  /** Without those that have no results. */
  countsOfUnits(tx: Tx, unitIds: readonly UnitId[]): Promise<Map<UnitId, Counts>>;
  /** At most `limit` of each. */
  failuresOfUnits(tx: Tx, unitIds: readonly UnitId[], limit: number): Promise<Map<UnitId, FailureSummary[]>>;
  /** Over the last attempt of each unit, those included that were interrupted when the execution was ended. */
  counts(tx: Tx, executionId: ExecutionId): Promise<Counts>;
  /**
   * Tests that failed in an earlier attempt and pass in the last; and units that pass in it though in an
   * earlier one they went wrong in another way (crashed, ran into a limit), one each.
   */
  countRecovered(tx: Tx, executionId: ExecutionId): Promise<number>;
};

/** Tests whose failures are not counted. */
export type QuarantineBook = {
  /** Of the results that count those whose test is in quarantine at this moment. */
  listResults(tx: Tx, executionId: ExecutionId, now: Date): Promise<QuarantinedResult[]>;
  /** Written down with the verdict. */
  noteResults(tx: Tx, executionId: ExecutionId, results: readonly QuarantinedResult[]): Promise<void>;
};
export type QuarantinedResult = {
  resultId: ResultId;
  unitId: UnitId;
  outcome: 'failed' | 'not-failed';
  reason: string;
  expiresAt: Date;
};

export type LogStore = {
  /** @returns false when the offset leaves a gap; a repeated offset changes nothing. */
  append(
    groupId: GroupId,
    stream: LogStream,
    offset: number,
    content: Uint8Array,
  ): Promise<{ nextOffset: number; accepted: boolean }>;
  read(groupId: GroupId, stream: LogStream): AsyncIterable<Uint8Array>;
  /** What the groups of an execution have printed to, by attempt and index. */
  streamsOf(
    executionId: ExecutionId,
  ): Promise<{ groupId: GroupId; index: number; attempt: number; stream: LogStream }[]>;
  delete(tx: Tx, executionId: ExecutionId): Promise<void>;
};

/** Bytes by key, in a folder or a bucket. */
export type ByteStore = {
  /** Stores what the stream holds, or, where the stream fails, nothing. */
  put(key: string, content: AsyncIterable<Uint8Array>): Promise<Result<null, ArtifactRefusal>>;
  get(
    key: string,
    range?: { start: number; end?: number },
  ): Promise<Result<AsyncIterable<Uint8Array>, ArtifactRefusal>>;
  has(key: string): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** Every key, in no order. What comes or goes meanwhile may be among them or not. */
  list(): AsyncIterable<{ key: string; storedAt: Date }>;
  /** Removes what was left before the moment by writes that never came to their end. */
  removeLeftovers(before: Date): Promise<void>;
};

/** The same, measured and limited. A key that ends in .gz is stored compressed, and read as it is stored. */
export type ArtifactStore = Omit<ByteStore, 'put'> & {
  /** Stores what the stream holds, or nothing. @returns what was stored. */
  put(
    key: string,
    content: AsyncIterable<Uint8Array>,
    limits: { maxBytes: number },
  ): Promise<Result<StoredBytes, ArtifactRefusal>>;
};
type StoredBytes = {
  sizeBytes: number;
  checksum: string;
  /** Of what is stored compressed: see SEEK_STRIDE_BYTES. */
  seekPoints?: readonly number[];
};
export type ArtifactRefusal = {
  code: 'too-large' | 'storage-full' | 'not-found' | 'unavailable';
  message: string;
};

export type ArtifactIndex = {
  /** Whether ARTIFACT_TYPES wants the type stored compressed: a key that ends in .gz. */
  isCompressed(type: ArtifactType): Promise<boolean>;
  insert(tx: Tx, artifact: NewArtifact): Promise<ArtifactId>;
  /** This very file of this group, where it is stored already. */
  findStored(
    tx: Tx,
    artifact: Pick<NewArtifact, 'executionId' | 'attempt' | 'groupId' | 'name' | 'checksum'>,
  ): Promise<{ artifactId: ArtifactId; storageKey: string } | null>;
  findResult(tx: Tx, groupId: GroupId, resultKey: string): Promise<string | null>;
  listOf(executionId: ExecutionId): Promise<ArtifactRow[]>;
  listExpired(now: Date, limit: number): Promise<{ artifactId: ArtifactId; storageKey: string }[]>;
  markDeleted(artifactIds: readonly ArtifactId[]): Promise<void>;
  /** Of these keys those whose bytes an artifact still wants. */
  knownKeys(keys: readonly string[]): Promise<Set<string>>;
  /** By id, from the one after `after` on. */
  listStored(page: {
    after: ArtifactId | null;
    createdBefore: Date;
    limit: number;
  }): Promise<{ artifactId: ArtifactId; storageKey: string }[]>;
  markMissing(artifactIds: readonly ArtifactId[]): Promise<void>;
};
export type NewArtifact = {
  artifactId: ArtifactId;
  executionId: ExecutionId;
  groupId: GroupId | null;
  attempt: number;
  type: ArtifactType;
  name: string;
  storageKey: string;
  sizeBytes: number;
  contentType: string;
  checksum: string;
  resultId: string | null;
  createdAt: Date;
  seekPoints?: readonly number[];
  /** `missing`: there was such a file, and its bytes were not kept. */
  state: 'stored' | 'missing';
};
export type ArtifactRow = Omit<NewArtifact, 'state'> & { state: 'stored' | 'missing' | 'deleted' };

export type MetricStore = {
  countsOf(tx: Tx, executionId: ExecutionId): Promise<Counts | null>;
  /** Rows of TEST_METRICS, and their copy on the execution. */
  insert(
    tx: Tx,
    executionId: ExecutionId,
    metrics: readonly { name: string; value: number; unit: string }[],
    now: Date,
  ): Promise<void>;
};

/** What the merged reports are made of; artifacts are added by whoever can link to them. */
export type ReportReader = { source(executionId: ExecutionId): Promise<Omit<ReportSource, 'artifacts'>> };

/** Starts and ends the processes of groups. */
export type Executor = {
  launch(
    group: LaunchOrder,
  ): Promise<
    Result<{ host: string; pid: number; startedAt: string }, { code: 'executor-failed'; message: string }>
  >;
  /** Asks the agent to end its tree (TERM); it has its grace for that. */
  stop(group: Group): Promise<void>;
  /** Ends the agent and its tree at once and waits until none of it is left. */
  kill(group: Group): Promise<void>;
  isAlive(group: Group): Promise<boolean>;
  /** Whether this server's data folder holds the group: several servers may share a host. */
  owns(group: Group): Promise<boolean>;
  /** Removes what the execution left on this node. */
  cleanUp(executionId: ExecutionId): Promise<void>;
  /** Executions of which this node still holds something. */
  listKept(): Promise<ExecutionId[]>;
};
export type LaunchOrder = {
  /** What is cached of one team's or project's set-up is never handed to another's. */
  teamId: TeamId;
  projectId: ProjectId | null;
  executionId: ExecutionId;
  groupId: GroupId;
  index: number;
  token: string;
};

export type NodeInventory = { list(tx: Tx): Promise<NodeResources[]> };

export type SendWake = (tx: Tx, wake: Wake) => Promise<void>;
