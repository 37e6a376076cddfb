/**
 * Text that PostgreSQL cannot hold is dealt with at the door rather than failing a statement later: people are
 * told its place, what agents report of hostile tests is mended.
 */
import type { z } from 'zod';

const REASON = 'must be text without NUL characters and without halves of characters (lone surrogates)';

const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed();

/** Bytes and streams are not for columns of text. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The faults of a value that a schema has accepted, and whose depth is bounded by that. */
export function findUnstorable(value: unknown, path: PropertyKey[] = []): z.core.$ZodIssue[] {
  if (typeof value === 'string')
    return isStorable(value) ? [] : [{ code: 'custom', path, message: REASON, input: undefined }];
  if (Array.isArray(value)) return value.flatMap((item, index) => findUnstorable(item, [...path, index]));
  if (!isPlain(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    isStorable(key) ? findUnstorable(item, [...path, key]) : findUnstorable(key, path),
  );
}

const storable = (text: string) =>
  isStorable(text) ? text : text.toWellFormed().replaceAll('\0', PICTURE_OF_NUL);

const PICTURE_OF_NUL = '\u2400';

/** The value with pictures in place of what cannot be stored. */
export function makeStorable(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(makeStorable);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), makeStorable(item)]));
}
