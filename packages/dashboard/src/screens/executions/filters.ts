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

export const outcomeOf = ({ verdict, status }: ExecutionFilters): string =>
  OUTCOMES.find(({ filters }) => filters.verdict === verdict && filters.status === status)?.value ?? 'other';
