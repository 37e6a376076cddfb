/** JSON as PostgreSQL takes it into text: it knows neither NUL nor halves of a surrogate pair. */

/** Both come out as escapes; so may a backslash before `u`, which then is only looked at in vain. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/;

/** What cannot be stored is replaced by the signs that stand for it (U+2400, U+FFFD). */
export function jsonOf(value: unknown): string {
  const text = JSON.stringify(value);
  return UNSTORABLE.test(text) ? JSON.stringify(value, storable) : text;
}

const storable = (_key: string, inner: unknown): unknown =>
  typeof inner === 'string' ? inner.toWellFormed().replaceAll('\0', '\u2400') : inner;
