/** What the list of executions is filtered by: it stands in the address, so that a list can be shared. */
export type ExecutionFilters = {
  name?: string;
  verdict?: string;
  status?: string;
  tag?: string;
  definitionId?: string;
  since?: string;
  until?: string;
};

const KEYS = ['name', 'verdict', 'status', 'tag', 'definitionId', 'since', 'until'] as const;

/** What stands in the address: which view is opened, and filters where they are not simply the view's. */
export type ListSearch = ExecutionFilters & {
  /** Of a saved view its id, of one that is always there its key. */
  view?: string;
  /** `none`: every filter of the view was taken away. */
  filters?: 'none';
};

export function parseListSearch(search: Record<string, unknown>): ListSearch {
  const { view, filters } = search;
  return {
    ...parseExecutionFilters(search),
    ...(typeof view === 'string' && view !== '' ? { view } : {}),
    ...(filters === 'none' ? { filters } : {}),
  };
}

/** Leaves out what is empty or no text. */
export function parseExecutionFilters(search: Record<string, unknown>): ExecutionFilters {
  const known = KEYS.flatMap((key) => {
    const value = search[key];
    return (typeof value === 'string' || typeof value === 'number') && value !== ''
      ? [[key, String(value)]]
      : [];
  });
  return Object.fromEntries(known) as ExecutionFilters;
}

export const hasFilters = (filters: ExecutionFilters): boolean =>
  KEYS.some((key) => filters[key] !== undefined);

/** What people ask for, in one choice each. */
export const OUTCOMES: readonly { value: string; label: string; filters: ExecutionFilters }[] = [
  { value: '', label: 'Any outcome', filters: {} },
  {
    value: 'red',
    label: 'Not green',
    filters: { verdict: 'failed,infrastructure,timeout,expired,rejected' },
  },
  { value: 'failed', label: 'Failed', filters: { verdict: 'failed' } },
  { value: 'flaky', label: 'Flaky', filters: { verdict: 'flaky' } },
  { value: 'passed', label: 'Passed', filters: { verdict: 'passed' } },
  { value: 'infrastructure', label: 'Infrastructure', filters: { verdict: 'infrastructure' } },
  {
    value: 'stopped',
    label: 'Cancelled, timed out, expired',
    filters: { verdict: 'cancelled,timeout,expired' },
  },
  {
    value: 'active',
    label: 'Running now',
    filters: { status: 'scheduled,initializing,running,completing,retrying' },
  },
  { value: 'waiting', label: 'Waiting', filters: { status: 'submitted,validating,queued' } },
];

/** Ages stay true in a view that is saved: what it shows moves on with the time. */
export const AGES: readonly { value: string; label: string }[] = [
  { value: '', label: 'Any time' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
];

export const ageOf = ({ since = '', until }: ExecutionFilters): string =>
  until === undefined && AGES.some(({ value }) => value === since) ? since : 'other';

export const outcomeOf = ({ verdict, status }: ExecutionFilters): string =>
  OUTCOMES.find(({ filters }) => filters.verdict === verdict && filters.status === status)?.value ?? 'other';
