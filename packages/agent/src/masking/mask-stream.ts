/**
 * Masks one stream of bytes that comes in chunks.
 *
 * Owns the bytes it holds back: those at the end of what it saw that may yet become a pattern, never
 * more than the longest pattern less one. Invariants: the output does not depend on how the input was cut
 * (as long as nobody flushes in the middle of a secret); each maximal run of bytes that belong to
 * occurrences of patterns becomes one `***`; every other byte passes unchanged.
 */
import type { Automaton } from './automaton.ts';

export type MaskStream = {
  push: (chunk: Uint8Array) => Buffer;
  /**
   * Hands out what is held back, for when the stream has been quiet for a while. What follows is still
   * seen as its continuation: the rest of a secret that was cut here is masked.
   */
  flush: () => Buffer;
  /** Hands out what is held back; the stream is at its end. */
  end: () => Buffer;
};

const MASK = Buffer.from('***');
const NOTHING = Buffer.alloc(0);

/** Offsets into the stream, the end exclusive. */
type Span = { start: number; end: number };

export const createMaskStream = (automaton: Automaton | null): MaskStream => {
  if (!automaton) return { push: Buffer.from, flush: () => NOTHING, end: () => NOTHING };
  let state = 0;
  let held: Buffer = NOTHING;
  /** Offset of the first byte that is held back. */
  let offset = 0;
  /** What of the held and coming bytes is known to be covered, in order, apart from each other. */
  let covered: Span[] = [];
  let lastWasCovered = false;

  const scan = (chunk: Uint8Array): void => {
    let position = offset + held.length;
    for (const byte of chunk) {
      state = automaton.step(state, byte);
      position++;
      const length = automaton.matchLength(state);
      if (length > 0) cover(covered, { start: Math.max(offset, position - length), end: position });
    }
  };

  const release = (bytes: Buffer, count: number): Buffer => {
    const end = offset + count;
    const parts: Buffer[] = [];
    let at = offset;
    for (const span of covered) {
      if (span.start >= end) break;
      if (span.start > at) parts.push(bytes.subarray(at - offset, span.start - offset));
      const continues = lastWasCovered && span.start === offset;
      if (!continues) parts.push(MASK);
      at = Math.min(span.end, end);
    }
    if (count > 0) lastWasCovered = covered.some((span) => span.start < end && span.end >= end);
    if (at < end) parts.push(bytes.subarray(at - offset, count));
    covered = covered
      .filter((span) => span.end > end)
      .map((span) => ({ start: Math.max(span.start, end), end: span.end }));
    held = Buffer.from(bytes.subarray(count));
    offset = end;
    return Buffer.concat(parts);
  };

  const push = (chunk: Uint8Array): Buffer => {
    scan(chunk);
    const bytes = held.length > 0 ? Buffer.concat([held, chunk]) : asBuffer(chunk);
    return release(bytes, Math.max(0, bytes.length - automaton.depth(state)));
  };
  const flush = (): Buffer => release(held, held.length);
  return { push, flush, end: flush };
};

const asBuffer = (chunk: Uint8Array): Buffer => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);

/** Adds a span that ends no earlier than all before it, joining those that it overlaps or touches. */
const cover = (spans: Span[], span: Span): void => {
  let start = span.start;
  for (let last = spans.at(-1); last && last.end >= start; last = spans.at(-1)) {
    start = Math.min(start, last.start);
    spans.pop();
  }
  spans.push({ start, end: span.end });
};
