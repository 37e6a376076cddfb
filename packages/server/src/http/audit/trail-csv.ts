/** Acts as comma-separated values (RFC 4180), safe to open in a spreadsheet. */
import type { AuditEntry } from '@gauntlet/contract';

const COLUMNS: readonly (readonly [title: string, of: (entry: AuditEntry) => unknown])[] = [
  ['at', ({ at }) => at],
  ['number', ({ number }) => number],
  ['action', ({ action }) => action],
  ['target_kind', ({ target }) => target.kind],
  ['target_id', ({ target }) => target.id],
  ['target_name', ({ target }) => target.name],
  ['username', ({ by }) => by.username],
  ['user_id', ({ by }) => by.userId],
  ['via', ({ by }) => by.via],
  ['token_name', ({ by }) => by.tokenName],
  ['token_id', ({ by }) => by.tokenId],
  ['session_id', ({ by }) => by.sessionId],
  ['address', ({ from }) => from.address],
  ['request_id', ({ requestId }) => requestId],
  ['detail', ({ detail }) => JSON.stringify(detail)],
  ['id', ({ id }) => id],
];

export const csvTitles = (): string => lineOf(COLUMNS.map(([title]) => title));

export const csvLine = (entry: AuditEntry): string => lineOf(COLUMNS.map(([, of]) => of(entry)));

const lineOf = (values: readonly unknown[]): string => `${values.map(csvField).join(',')}\r\n`;

/** What makes a spreadsheet take a cell for a formula, also behind white space, quotes and in full width. */
const FORMULA = /^[\s\p{C}"']*[=+\-@|%＝＋－＠]|^[\t\r\n]/u;

/** Names of tokens and targets are whatever somebody chose: an apostrophe makes a text of them. */
export function csvField(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
