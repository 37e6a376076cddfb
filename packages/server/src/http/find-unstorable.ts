/** Text that PostgreSQL cannot hold is refused at the door, with its place, rather than failing a statement later. */
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
