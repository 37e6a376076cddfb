/**
 * A file that only grows. Writes are synchronous: they cost microseconds, keep their order, and fail
 * where they are made.
 *
 * Invariant: an append is in the file whole or not at all, as long as this process lives; what a killed
 * process left of its last append is cut off at opening when `keep` is 'whole-lines'.
 */
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

export type AppendFile = {
  /** Answers the offset at which the bytes begin. */
  append: (bytes: Uint8Array) => number;
  read: (offset: number, length: number) => Buffer;
  sizeBytes: () => number;
  close: () => void;
};

export const openAppendFile = (path: string, keep: 'whole-lines' | 'everything'): AppendFile => {
  const file = openSync(path, 'a+', 0o600);
  let size = fstatSync(file).size;
  if (keep === 'whole-lines') {
    const whole = findEndOfLines(file, size);
    if (whole < size) ftruncateSync(file, whole);
    size = whole;
  }

  const append = (bytes: Uint8Array): number => {
    const offset = size;
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    } catch (cause) {
      if (fstatSync(file).size > offset) ftruncateSync(file, offset);
      throw cause;
    }
    size += bytes.length;
    return offset;
  };
  return {
    append,
    read: (offset, length) => readAt(file, offset, length),
    sizeBytes: () => size,
    close: () => closeSync(file),
  };
};

const readAt = (file: number, offset: number, length: number): Buffer => {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const count = readSync(file, buffer, done, length - done, offset + done);
    if (count === 0) break;
    done += count;
  }
  return buffer.subarray(0, done);
};

const LOOK_BACK_BYTES = 65_536;

const findEndOfLines = (file: number, size: number): number => {
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - LOOK_BACK_BYTES);
    const at = readAt(file, start, end - start).lastIndexOf(0x0a);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
};

const CHUNK_BYTES = 1024 ** 2;

/** The whole lines of a file from its beginning, with where each begins; the line end is part of `length`. */
export function* readLines(file: AppendFile): Generator<{ offset: number; length: number; text: string }> {
  let held = Buffer.alloc(0);
  let offset = 0;
  for (let at = 0; at < file.sizeBytes(); at += CHUNK_BYTES) {
    held = Buffer.concat([held, file.read(at, Math.min(CHUNK_BYTES, file.sizeBytes() - at))]);
    for (let end = held.indexOf(0x0a); end >= 0; end = held.indexOf(0x0a)) {
      yield { offset, length: end + 1, text: held.toString('utf8', 0, end) };
      held = held.subarray(end + 1);
      offset += end + 1;
    }
  }
}
