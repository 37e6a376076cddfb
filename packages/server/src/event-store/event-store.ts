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
  /** A subscriber's checkpoint on `$all`; null when it has never read. */
  checkpoint(groupName: string): Promise<number | null>;
  saveCheckpoint(groupName: string, position: number): Promise<void>;
};

export type StreamName = { aggregateType: string; aggregateId: string };

export const streamIdOf = ({ aggregateType, aggregateId }: StreamName) => `${aggregateType}-${aggregateId}`;
