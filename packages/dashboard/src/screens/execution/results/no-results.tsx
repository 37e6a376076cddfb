/** Why the list is empty. */
import { Empty } from '../../../kit/notice.tsx';
import type { ExecutionSearch } from '../address.ts';
import type { Execution } from '../queries.ts';

export function NoResults({ execution, search }: { execution: Execution; search: ExecutionSearch }) {
  if (search.q || search.status)
    return (
      <Empty title="No result matches">Search for something else, or choose another status above.</Empty>
    );
  if (execution.verdict === null)
    return <Empty title="No result yet">Each is shown here as soon as it is recorded.</Empty>;
  return (
    <Empty title="No test has reported">
      The logs hold what the tools printed; the events tell how far it came.
    </Empty>
  );
}
