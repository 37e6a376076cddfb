/**
 * The agent's reports on disk, so that neither a server that is away nor the agent's own death loses one.
 *
 * Owns `events.jsonl` (every event, in order) and `batches.jsonl` (which stretch of it went out under
 * which sequence number). Knows nothing of sending. Invariants: an event is written before `append`
 * returns; a batch is written before it is sent for the first time and never changes, since the server
 * skips a number that it has seen whatever comes with it.
 * A full disk does not silence the agent: from then on events are held in memory, and `onDiskFull` is told.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentEvent } from '@gauntlet/contract';
import { type AppendFile, openAppendFile, readLines } from './append-file.ts';
import { isDiskFull } from './disk-full.ts';

/** `line` only while the event could not be written. */
export type SpooledEvent = { offset: number; length: number; line: Buffer | null };
/** `lines` only when an event of it could not be written. */
export type Batch = { sequence: number; offset: number; length: number; lines: readonly Buffer[] | null };

export type EventSpool = {
  append: (event: AgentEvent) => SpooledEvent;
  /** Puts the next events, in the order of their appending, under the next sequence number. */
  cutBatch: (events: readonly SpooledEvent[]) => Batch;
  /** By sequence number. */
  batchAt: (sequence: number) => Batch | undefined;
  lastSequence: () => number;
  /** The ReportsRequest as it goes over the wire. */
  bodyOf: (batch: Batch) => Buffer;
  /** Of an earlier life: events that were not put into a batch. */
  loose: readonly SpooledEvent[];
  close: () => void;
};

export type EventSpoolOptions = {
  folder: string;
  /** Told each event that an earlier life of this agent left, in order. */
  onRecovered: (event: AgentEvent) => void;
  onDiskFull: () => void;
};

export const openEventSpool = (options: EventSpoolOptions): EventSpool => {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const events = openAppendFile(join(options.folder, 'events.jsonl'), 'whole-lines');
  const boundaries = openAppendFile(join(options.folder, 'batches.jsonl'), 'whole-lines');
  const batches: Batch[] = [...readLines(boundaries)].map((line) => ({
    ...(JSON.parse(line.text) as Batch),
    lines: null,
  }));
  const loose = recover(events, batches.at(-1), options.onRecovered);

  const write = (file: AppendFile, line: Buffer): number | null => {
    try {
      return file.append(line);
    } catch (cause) {
      if (!isDiskFull(cause)) throw cause;
      options.onDiskFull();
      return null;
    }
  };
  const append = (event: AgentEvent): SpooledEvent => {
    const line = Buffer.from(`${JSON.stringify(event)}\n`);
    const offset = write(events, line);
    return { offset: offset ?? -1, length: line.length, line: offset === null ? line : null };
  };
  const linesOf = (spooled: readonly SpooledEvent[]): Buffer[] | null =>
    spooled.some(({ line }) => line !== null)
      ? spooled.map(({ line, offset, length }) => line ?? events.read(offset, length))
      : null;
  const cutBatch = (spooled: readonly SpooledEvent[]): Batch => {
    const length = spooled.reduce((sum, event) => sum + event.length, 0);
    const batch = {
      sequence: batches.length + 1,
      offset: spooled[0]?.offset ?? 0,
      length,
      lines: linesOf(spooled),
    };
    batches.push(batch);
    const { lines, ...boundary } = batch;
    if (lines === null) write(boundaries, Buffer.from(`${JSON.stringify(boundary)}\n`));
    return batch;
  };
  const close = () => {
    events.close();
    boundaries.close();
  };

  return {
    append,
    cutBatch,
    batchAt: (sequence) => batches[sequence - 1],
    lastSequence: () => batches.length,
    bodyOf: (batch) =>
      bodyOf(batch, batch.lines ? Buffer.concat(batch.lines) : events.read(batch.offset, batch.length)),
    loose,
    close,
  };
};

const recover = (
  events: AppendFile,
  lastBatch: Batch | undefined,
  onRecovered: (event: AgentEvent) => void,
): SpooledEvent[] => {
  const batchedUpTo = lastBatch ? lastBatch.offset + lastBatch.length : 0;
  const loose: SpooledEvent[] = [];
  for (const { offset, length, text } of readLines(events)) {
    onRecovered(JSON.parse(text) as AgentEvent);
    if (offset >= batchedUpTo) loose.push({ offset, length, line: null });
  }
  return loose;
};

const COMMA = 0x2c;

/** Lines of JSON hold no line end but their last byte: a comma in its place makes them an array. */
const bodyOf = ({ sequence }: Batch, lines: Buffer): Buffer => {
  const list = Buffer.from(lines.subarray(0, lines.length - 1));
  for (let at = list.indexOf(0x0a); at >= 0; at = list.indexOf(0x0a, at + 1)) list[at] = COMMA;
  return Buffer.concat([Buffer.from(`{"sequence":${sequence},"events":[`), list, Buffer.from(']}')]);
};
