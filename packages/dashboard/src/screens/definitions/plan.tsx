/** How its tests would be shared out over groups, by the times of earlier runs. */
import { GauntletProblem } from '@gauntlet/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schema } from '../../api/client.ts';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { SelectField } from '../../kit/field.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Panel } from '../../kit/panel.tsx';
import { formatDuration, plural } from '../../kit/quantities.ts';

type PlanFacts = Schema['DefinitionPlan'];

const about = (ms: number | null) => (ms === null ? 'unknown' : formatDuration(ms));

export function Plan({ definition: { definitionId, body } }: { definition: Schema['Definition'] }) {
  const { project, api } = useWorkspace();
  const { parallelism } = useSearch({ from: '/definitions/$id' });
  const found = useQuery({
    queryKey: keyOf(project, 'definition', definitionId, 'plan', parallelism),
    queryFn: async ({ signal }) => {
      const params = { path: { id: definitionId }, query: parallelism === undefined ? {} : { parallelism } };
      return (await api.GET('/api/v1/definitions/{id}/plan', { params, signal })).data;
    },
    placeholderData: keepPreviousData,
  });
  if (found.isPending) return <Loading what="the plan" />;
  if (found.isError && found.error instanceof GauntletProblem && found.error.status === 404)
    return (
      <Empty title="There is nothing to plan by yet">
        The plan shares out the tests that the last run has listed. Run the definition once.
      </Empty>
    );
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Shown plan={found.data} own={body.parallelism} chosen={parallelism} />;
}

type ShownProps = { plan: PlanFacts; own: number; chosen: number | undefined };

function Shown({ plan, own, chosen }: ShownProps) {
  const { executionId, units, groups, wallMs, totalMs } = plan;
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <Panel
        title={`${plural(units, 'unit')} in ${plural(groups.length, 'group')}: about ${about(wallMs)}`}
        side={
          <span>
            {about(totalMs)} of tests, by{' '}
            <Link to="/executions/$id" params={{ id: executionId }}>
              the last run
            </Link>
          </span>
        }
      >
        <Groups groups={groups} wallMs={wallMs} />
        <p className="border-t border-line px-3.5 py-2 text-xs text-muted">
          Set-up is not counted. A run itself goes by claims: a slow group holds nothing back.
        </p>
      </Panel>
      <Choices plan={plan} own={own} chosen={chosen} />
    </div>
  );
}

const MOST_SHOWN = 100;

function Groups({ groups, wallMs }: { groups: PlanFacts['groups']; wallMs: number | null }) {
  return (
    <ol>
      {groups.slice(0, MOST_SHOWN).map(({ index, units, estimatedMs, longest }) => (
        <li key={index} className="border-b border-line px-3.5 py-2 last:border-0">
          <div className="flex flex-wrap justify-between gap-x-4 text-sm">
            <span>
              <b className="font-medium">Group {index + 1}</b>{' '}
              <span className="text-muted">{plural(units, 'unit')}</span>
            </span>
            <span className="tabular-nums">{about(estimatedMs)}</span>
          </div>
          <div className="mt-1 h-2 overflow-hidden rounded-full bg-quiet-soft" aria-hidden="true">
            <div
              className="h-full bg-accent"
              style={{ width: `${wallMs ? Math.max(1, ((estimatedMs ?? 0) / wallMs) * 100) : 0}%` }}
            />
          </div>
          <p className="mt-1 truncate text-xs text-muted" title={longest.title}>
            longest: {longest.title} ({about(longest.estimatedMs)})
          </p>
        </li>
      ))}
      {groups.length > MOST_SHOWN && (
        <li className="px-3.5 py-2 text-sm text-muted">and {groups.length - MOST_SHOWN} more, none longer</li>
      )}
    </ol>
  );
}

function Choices({ plan: { choices, groups }, own, chosen }: ShownProps) {
  const go = useNavigate({ from: '/definitions/$id' });
  const set = (parallelism: number | undefined) =>
    void go({ search: (known) => ({ ...known, parallelism }), replace: true });
  const numbers = [...new Set([own, ...choices.map(({ parallelism }) => parallelism)])].toSorted(
    (a, b) => a - b,
  );
  const longest = Math.max(1, ...choices.map(({ wallMs }) => wallMs ?? 0));
  return (
    <Panel title="With other numbers of groups">
      <div className="px-3.5 py-3">
        <SelectField
          label="Groups"
          value={String(chosen ?? own)}
          onChange={({ target }) => set(Number(target.value) === own ? undefined : Number(target.value))}
          options={numbers.map((number) => ({
            value: String(number),
            label: number === own ? `${number}, as it says` : String(number),
          }))}
        />
        <table className="mt-3 w-full text-sm">
          <thead className="sr-only">
            <tr>
              <th scope="col">Groups</th>
              <th scope="col">About</th>
              <th scope="col">Compared</th>
            </tr>
          </thead>
          <tbody>
            {choices.map(({ parallelism, wallMs }) => (
              <tr key={parallelism} className={parallelism === groups.length ? 'font-semibold' : ''}>
                <td className="w-10 py-0.5 text-right tabular-nums">{parallelism}</td>
                <td className="w-20 py-0.5 pl-3 tabular-nums whitespace-nowrap">{about(wallMs)}</td>
                <td className="py-0.5 pl-3">
                  <span
                    aria-hidden="true"
                    className={`block h-2 rounded-full ${parallelism === groups.length ? 'bg-accent' : 'bg-quiet-fill'}`}
                    style={{ width: `${((wallMs ?? 0) / longest) * 100}%` }}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
