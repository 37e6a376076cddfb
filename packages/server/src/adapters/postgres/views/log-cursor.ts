/**
 * Where a reader of logs has come to: one offset a source (a stream of a group), in the order of attempt,
 * group and stream. That order only ever grows at its end, so places are enough and no ids are needed;
 * sources at the beginning that are read to their end are merely counted, so that a cursor stays short.
 */
import type { LogStream } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { z } from 'zod';
import type { BadCursor, LogFilter } from '../../../executions/index.ts';
import { badCursor, decodeCursor, encodeCursor } from './cursor.ts';

export type LogPosition = { done: number; offsets: number[] };

const Cursor = z.object({
  g: z.int().min(0).nullable(),
  s: z.enum(['setup', 'output']).nullable(),
  d: z.int().min(0),
  o: z.array(z.int().min(0)),
});

export const encodePosition = ({ groupIndex, stream }: LogFilter, { done, offsets }: LogPosition) =>
  encodeCursor({ g: groupIndex ?? null, s: stream ?? null, d: done, o: withoutTrailingZeros(offsets) });

/** Refused as well: a cursor of another filter, whose places mean other sources. */
export function decodePosition(
  filter: LogFilter,
  cursor: string | undefined,
): Result<LogPosition, BadCursor> {
  const decoded = decodeCursor(Cursor, cursor);
  if (!decoded.ok) return decoded;
  if (!decoded.value) return ok({ done: 0, offsets: [] });
  const { g, s, d, o } = decoded.value;
  const same = g === (filter.groupIndex ?? null) && s === ((filter.stream ?? null) as LogStream | null);
  return same ? ok({ done: d, offsets: o }) : refuse(badCursor());
}

export const offsetOf = ({ done, offsets }: LogPosition, place: number) =>
  place < done ? Number.POSITIVE_INFINITY : (offsets[place - done] ?? 0);

function withoutTrailingZeros(offsets: readonly number[]): number[] {
  const last = offsets.findLastIndex((offset) => offset > 0);
  return offsets.slice(0, last + 1);
}

/** The next position: `ended` tells of each source whether it has been read to its end for good. */
export function nextPosition(
  position: LogPosition,
  reached: readonly number[],
  ended: (place: number) => boolean,
): LogPosition {
  let done = position.done;
  while (done < reached.length && ended(done)) done += 1;
  return { done, offsets: reached.slice(done) };
}
