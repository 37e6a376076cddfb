/** Opaque page cursors: JSON in base64url, checked when it comes back. */
import type { Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { z } from 'zod';
import type { Page, PageOrder } from '../../../executions/index.ts';

export const encodeCursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Undefined for no cursor: the first page. */
export function decodeCursor<Schema extends z.ZodType>(
  schema: Schema,
  cursor: string | undefined,
): Result<z.infer<Schema> | undefined, Refusal<'invalid-request'>> {
  if (cursor === undefined) return ok(undefined);
  const parsed = schema.safeParse(parseJson(cursor));
  return parsed.success ? ok(parsed.data) : refuse(badCursor());
}

function parseJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined; // no JSON: not a cursor of ours, which the schema then says
  }
}

export function badCursor(): Refusal<'invalid-request'> {
  const message = 'The cursor is not one of this list. Leave it out to begin at the first page.';
  return { code: 'invalid-request', message, faults: [{ path: 'cursor', message }] };
}

/** A page out of one row more than asked for, which tells that there is a next one. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  { limit }: PageOrder,
  itemOf: (row: Row) => Item,
  keyOf: (row: Row) => unknown,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(itemOf), nextCursor: more ? encodeCursor(keyOf(last)) : null };
}

/** A timestamptz as PostgreSQL prints it: a JavaScript Date would lose the microseconds. */
export const CursorTime = z.string().regex(/^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/);
