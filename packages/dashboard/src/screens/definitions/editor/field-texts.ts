/** Lists and maps as they are typed into a field: an entry a line. */

/** Undefined for none. */
export function linesOf(typed: string): string[] | undefined {
  const lines = typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length === 0 ? undefined : lines;
}

export const textOfLines = (value: unknown): string =>
  Array.isArray(value) ? value.map(String).join('\n') : '';

/** `KEY=value`; a line without `=` is a key with nothing. Undefined for none. */
export function mapOf(typed: string): Record<string, string> | undefined {
  const lines = linesOf(typed);
  if (!lines) return undefined;
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      return at === -1 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}

export const textOfMap = (value: unknown): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value)
        .map(([key, one]) => `${key}=${one === null || one === undefined ? '' : String(one)}`)
        .join('\n')
    : '';
