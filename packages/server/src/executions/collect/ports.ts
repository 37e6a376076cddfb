/** What collecting needs from the outside: bytes, the rows of artifacts, metrics, and what reports are made of. */

import type { ArtifactId, ArtifactType, Counts, ExecutionId, GroupId } from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type { Tx } from '../../kernel/tx.ts';
import type { ReportSource } from './report/report-source.ts';

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
  /** Whether it could be stored to now, as far as that can be told without leaving anything. */
  probe(): Promise<Result<null, ArtifactRefusal>>;
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
  /** Counts a file that a group is let bring past the server, until it is taken or its time is over: again, from now. */
  order(tx: Tx, order: ArtifactOrder, expiresAt: Date): Promise<void>;
  /** Whether the file was ordered with so many bytes at least. */
  isOrdered(tx: Tx, order: ArtifactOrder, now: Date): Promise<boolean>;
  /** These bytes are brought. More that were ordered under the same key may lie there, and count on. @returns as `isOrdered` */
  takeOrder(tx: Tx, order: ArtifactOrder, now: Date): Promise<boolean>;
  removeExpiredOrders(now: Date, limit: number): Promise<number>;
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
/** `waitingKey`: where its bytes wait until they are stored. */
export type ArtifactOrder = {
  executionId: ExecutionId;
  groupId: GroupId;
  waitingKey: string;
  sizeBytes: number;
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
