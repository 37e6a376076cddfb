/** What of the schedules' screen stands in its address. */
export type ScheduleSearch = {
  status?: 'enabled' | 'paused';
  /** What is open above the list: `new`, or the schedule that is changed. */
  open?: string;
  /** Of a new one: the definition it begins with. */
  definition?: string;
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export function parseScheduleSearch(search: Record<string, unknown>): ScheduleSearch {
  const found = {
    status: (['enabled', 'paused'] as const).find((status) => status === search.status),
    open: text(search.open),
    definition: text(search.definition),
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  ) as ScheduleSearch;
}
