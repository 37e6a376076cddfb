/** Views of the list of executions that are always there, for everybody. Their names are nobody's. */
import type { ExecutionFilters } from '@gauntlet/contract';

export type BuiltInView = { key: string; name: string; filters: ExecutionFilters };

export const BUILT_IN_VIEWS: readonly BuiltInView[] = [
  { key: 'all', name: 'All', filters: {} },
  {
    key: 'running',
    name: 'Running',
    filters: { status: 'scheduled,initializing,running,completing,retrying' },
  },
  { key: 'waiting', name: 'Waiting', filters: { status: 'submitted,validating,queued' } },
  { key: 'failed', name: 'Failed', filters: { verdict: 'failed,infrastructure,timeout,expired,rejected' } },
  { key: 'flaky', name: 'Flaky', filters: { verdict: 'flaky' } },
];

/** By what a person typed: in any case of letters. */
export const builtInView = (typed: string): BuiltInView | undefined =>
  BUILT_IN_VIEWS.find(({ name }) => name.toLowerCase() === typed.trim().toLowerCase());
