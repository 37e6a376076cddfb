/** How the run before it went, and what changed since. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useWorkspace } from '../../../api/workspace.tsx';
import { Ago } from '../../../kit/moment.tsx';
import { lookOf } from '../../../kit/outcome.tsx';
import { type Execution, previousQuery } from '../queries.ts';
import { Fact } from './fact.tsx';

export function PreviousRun({ execution }: { execution: Execution }) {
  const { data: previous } = useQuery(previousQuery(useWorkspace(), execution));
  if (!previous) return null;
  const { sign, word } = lookOf(previous);
  return (
    <Fact name="Previous run">
      <Link to="/executions/$id" params={{ id: previous.executionId }} search={{}}>
        {sign} {word.toLowerCase()} <Ago at={previous.submittedAt} />
      </Link>
      {execution.verdict !== null && (
        <>
          {' · '}
          <Link
            to="/executions/$id/compare/$other"
            params={{ id: previous.executionId, other: execution.executionId }}
            search={{}}
          >
            compare with it
          </Link>
        </>
      )}
    </Fact>
  );
}
