/** Where it came from: definition, framework, commit, tags, who and when. */
import { Link } from '@tanstack/react-router';
import { useWorkspace } from '../../../api/workspace.tsx';
import { Ago } from '../../../kit/moment.tsx';
import type { Execution } from '../queries.ts';
import { Fact } from './fact.tsx';
import { PreviousRun } from './previous-run.tsx';

export function Facts({ execution }: { execution: Execution }) {
  const { framework, commit, submittedBy, submittedAt, attempt, rerunOf, parallelism, setup, environment } =
    execution;
  return (
    <dl className="mt-3 flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
      <Fact name="Definition">
        <Definition execution={execution} />
      </Fact>
      {framework && <Fact name="Framework">{framework}</Fact>}
      {commit && (
        <Fact name="Commit">
          <code className="font-mono" title={commit}>
            {commit.slice(0, 10)}
          </code>
        </Fact>
      )}
      <Fact name="Submitted">
        <Ago at={submittedAt} /> by <bdi>{submittedBy}</bdi>
      </Fact>
      <PreviousRun execution={execution} />
      {attempt > 0 && <Fact name="Attempt">{attempt + 1}</Fact>}
      {environment.name !== 'local' && (
        <Fact name="Environment">
          <bdi>{environment.name}</bdi>
        </Fact>
      )}
      {parallelism > 1 && <Fact name="Groups">{parallelism}</Fact>}
      {rerunOf && (
        <Fact name="Rerun of">
          <Link to="/executions/$id" params={{ id: rerunOf }} search={{}} className="font-mono">
            {rerunOf.slice(-8)}
          </Link>
        </Fact>
      )}
      {setup && <Fact name="Set-up">{setup}</Fact>}
      <Tags tags={execution.tags} />
    </dl>
  );
}

function Definition({ execution: { definitionId, definitionVersion } }: { execution: Execution }) {
  const { project } = useWorkspace();
  const inProject = project === undefined ? '' : `?project=${encodeURIComponent(project)}`;
  return <a href={`/definitions/${definitionId}${inProject}`}>version {definitionVersion}</a>;
}

function Tags({ tags }: { tags: Execution['tags'] }) {
  const entries = Object.entries(tags);
  if (entries.length === 0) return null;
  return (
    <Fact name="Tags">
      <ul className="flex flex-wrap gap-1">
        {entries.map(([key, value]) => (
          <li key={key}>
            <Link
              to="/executions"
              search={{ tag: `${key}=${value}` }}
              title={`All executions with ${key}=${value}`}
              className="rounded bg-quiet-soft px-1.5 text-text"
            >
              {key}=<b className="font-medium">{value}</b>
            </Link>
          </li>
        ))}
      </ul>
    </Fact>
  );
}
