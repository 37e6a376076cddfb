/** What executions need from the outside, by role. */

import type {
  DefinitionId,
  ExecutionId,
  ExecutionStatus,
  Framework,
  ProjectId,
  ResultId,
  TeamId,
  TestDefinition,
  UnitId,
  UploadId,
  UserId,
} from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type { Workspace } from '../identity/index.ts';
import type { SealRefusal } from '../kernel/seal.ts';
import type { Tx } from '../kernel/tx.ts';
import type { Wake } from '../kernel/wake.ts';
import type { Execution, ExecutionPatch, NewExecution } from './execution.ts';

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

export type SendWake = (tx: Tx, wake: Wake) => Promise<void>;
