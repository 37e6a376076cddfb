/**
 * Masks one stream of bytes that comes in chunks.
 *
 * Owns the bytes it holds back: those at the end of what it saw that may yet become a secret, never much
 * more than the longest pattern. Invariants: the output does not depend on how the input was cut; each
 * maximal run of bytes that belong to occurrences of patterns becomes one `***`; every other byte passes
 * unchanged, and nothing that may be the beginning of a secret passes before the stream's end.
 */
import type { Automaton } from './automaton.ts';
import { createScanner, type Scanner, type Span } from './scanner.ts';

export type MaskStream = {
  push: (chunk: Uint8Array) => Buffer;
  /** Hands out what is held back; the stream is at its end. */
  end: () => Buffer;
  /** In place of `end`, where the text was cut: what may be the beginning of a secret is masked as well. */
  cut: () => Buffer;
};

export type Automatons = {
  /** Patterns as they are. */
  plain: Automaton | null;
  /** Patterns that may be broken into lines. */
  breakable: Automaton | null;
};

const MASK = Buffer.from('***');
const NOTHING = Buffer.alloc(0);

export const createMaskStream = ({ plain, breakable }: Automatons): MaskStream => {
  const scanners: Scanner[] = [];
  if (plain) scanners.push(createScanner(plain, 'as-it-is'));
  if (breakable) scanners.push(createScanner(breakable, 'over-line-breaks'));
  if (scanners.length === 0) return { push: Buffer.from, end: () => NOTHING, cut: () => NOTHING };
  let held: Buffer = NOTHING;
  /** Offset of the first byte that is held back. */
  let offset = 0;
  /** What of the held and coming bytes is known to be covered, in order, apart from each other. */
  let covered: Span[] = [];
  let lastWasCovered = false;

  const scan = (chunk: Uint8Array): void => {
    let position = offset + held.length;
    for (const byte of chunk) {
      position++;
      for (const scanner of scanners) {
        const start = scanner.step(byte, position);
        if (start >= 0) cover(covered, { start: Math.max(offset, start), end: position });
      }
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
    const undecided = Math.min(...scanners.map((scanner) => scanner.openSince(offset + bytes.length)));
    return release(bytes, Math.max(0, undecided - offset));
  };
  const end = (): Buffer => release(held, held.length);
  const cut = (): Buffer => {
    if (held.length > 0) cover(covered, { start: offset, end: offset + held.length });
    return end();
  };
  return { push, end, cut };
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
