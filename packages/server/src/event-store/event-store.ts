/**
 * Streams of facts. Appending numbers events without gaps within their stream, in the transaction of
 * the change they tell of; the sequencer gives committed events their global position afterwards, and
 * whoever reacts reads by that position.
 */
import type { Tx } from '../kernel/tx.ts';

export type NewEvent = {
  type: string;
  data: object;
  createdBy?: string;
  correlationId?: string;
  causationId?: string;
};

export type StoredEvent = {
  eventId: string;
  streamId: string;
  number: number;
  type: string;
  data: object;
  createdAt: Date;
  createdBy: string | null;
  correlationId: string | null;
  globalPosition: number | null;
};

export type EventStore = {
  /** Appends to the end of the stream, whatever its version; makes the stream when it is not there. */
  append(tx: Tx, stream: StreamName, events: readonly NewEvent[]): Promise<{ lastNumber: number }>;
  readStream(streamId: string, after: number, limit: number): Promise<StoredEvent[]>;
  lastNumber(streamId: string): Promise<number>;
  /** Sequenced events after a global position, in order. */
  readAll(afterPosition: number, limit: number): Promise<StoredEvent[]>;
  lastPosition(): Promise<number>;
  /** Gives committed events their positions. @returns how many; 0 also when another server is at it. */
  sequence(limit: number): Promise<number>;
  /**
   * Hands the next events after a subscriber's checkpoint on `$all` to it and moves the checkpoint, in one
   * transaction, in which `handle` may write: what it writes happens once for each event. One server at a
   * time for each name. A name that was never seen begins at what comes from now on.
   *
   * @returns how many were handed over; 0 also when another server is at it.
   */
  consume(
    name: string,
    limit: number,
    handle: (tx: Tx, events: readonly StoredEvent[]) => Promise<void>,
  ): Promise<number>;
};

export type StreamName = { aggregateType: string; aggregateId: string };

export const streamIdOf = ({ aggregateType, aggregateId }: StreamName) => `${aggregateType}-${aggregateId}`;
