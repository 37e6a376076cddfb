/** What stands in the address, and how it is changed without the page jumping to its top. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { ExecutionSearch } from './address.ts';

type Change = { [Key in keyof ExecutionSearch]?: ExecutionSearch[Key] | undefined };

export function useExecutionSearch() {
  const search: ExecutionSearch = useSearch({ from: '/executions/$id' });
  const go = useNavigate({ from: '/executions/$id' });
  const change = useCallback(
    (next: Change, replace = true) =>
      void go({ search: (known) => ({ ...known, ...next }) as never, replace, resetScroll: false }),
    [go],
  );
  return { search, change };
}
