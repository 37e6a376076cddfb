import { useShortcuts } from '../../../kit/keys.ts';
import type { ResultSummary } from '../queries.ts';
import { useExecutionSearch } from '../use-search.ts';
import { neighbour } from './result-rows.ts';

/** J and K lead from one result to the next while one is open. */
export function useSelection(results: readonly ResultSummary[]) {
  const { search, change } = useExecutionSearch();
  const open = {
    before: neighbour(results, search.result, -1)?.resultId,
    after: neighbour(results, search.result, 1)?.resultId,
    go: (result: string | undefined) => change({ result }),
  };
  useShortcuts(
    search.result === undefined
      ? []
      : [
          { keys: 'J', what: 'next result', run: () => open.after && open.go(open.after) },
          { keys: 'K', what: 'previous result', run: () => open.before && open.go(open.before) },
          { keys: 'Escape', what: 'close the result', run: () => open.go(undefined) },
        ],
  );
  return open;
}

export type Selection = ReturnType<typeof useSelection>;
