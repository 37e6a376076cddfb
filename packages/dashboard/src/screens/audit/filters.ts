/** What of the audit trail is looked at, as it stands in the address. Times are the API's: ISO 8601. */
export type AuditFilters = {
  action?: string;
  user?: string;
  token?: string;
  targetKind?: string;
  target?: string;
  from?: string;
  until?: string;
  team?: string;
};
export type AuditSearch = AuditFilters & { follow?: true };

const KEYS = ['action', 'user', 'token', 'targetKind', 'target', 'from', 'until', 'team'] as const;

export function parseAuditSearch(search: Record<string, unknown>): AuditSearch {
  const filters = Object.fromEntries(
    KEYS.flatMap((key) => {
      const value = search[key];
      return (typeof value === 'string' && value !== '') || typeof value === 'number'
        ? [[key, String(value)] as const]
        : [];
    }),
  );
  return { ...filters, ...(search.follow === true ? { follow: true as const } : {}) };
}

export const hasAuditFilters = (filters: AuditFilters): boolean =>
  KEYS.some((key) => filters[key] !== undefined);

/** `2026-11-28T16:00` of the reader's own time, as a date and time input wants it; empty for nothing. */
export function toInput(instant: string | undefined): string {
  if (instant === undefined || Number.isNaN(Date.parse(instant))) return '';
  const at = new Date(instant);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

export const fromInput = (typed: string): string | undefined =>
  typed === '' ? undefined : new Date(typed).toISOString();
