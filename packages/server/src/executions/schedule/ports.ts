/** What scheduling needs from the outside: the queue, and what room there is. */

import type { EnvironmentId, ExecutionId } from '@gauntlet/contract';
import type { NodeResources } from '@gauntlet/core/executions';
import type { Tx } from '../../kernel/tx.ts';
import type { Execution } from '../execution.ts';

export type ExecutionQueue = {
  /** 1 is next of its line. Null when it is in none: a retry that is not due stands beside it. */
  positionOf(executionId: ExecutionId, now: Date): Promise<number | null>;
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

export type NodeInventory = { list(tx: Tx): Promise<NodeResources[]> };
