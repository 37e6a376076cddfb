/** One definition: edited, in its versions, with its plan and what was run of it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { keyOf, useMay, useWorkspace } from '../../api/workspace.tsx';
import { Button, buttonClass } from '../../kit/button.tsx';
import { useShortcuts } from '../../kit/keys.ts';
import { Ago } from '../../kit/moment.tsx';
import { Failure, Loading } from '../../kit/notice.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { Tabs } from '../../kit/tabs.tsx';
import { Plan } from './plan.tsx';
import { RecentExecutions } from './recent-executions.tsx';
import { RunDialog } from './run-dialog.tsx';

type Definition = Schema['Definition'];

// Both carry the schema and YAML, which nobody needs who only looks what was run.
const Edit = lazy(async () => ({ default: (await import('./edit.tsx')).Edit }));
const Versions = lazy(async () => ({ default: (await import('./versions.tsx')).Versions }));

export function DefinitionScreen() {
  const { id } = useParams({ from: '/definitions/$id' });
  const { project, api } = useWorkspace();
  const found = useQuery({
    queryKey: keyOf(project, 'definition', id),
    queryFn: async ({ signal }) =>
      (await api.GET('/api/v1/definitions/{id}', { params: { path: { id } }, signal })).data,
  });
  if (found.isPending) return <Loading what="the definition" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Shown definition={found.data} />;
}

const TABS = [
  { name: 'edit', label: 'Definition' },
  { name: 'versions', label: 'Versions' },
  { name: 'plan', label: 'Plan' },
  { name: 'executions', label: 'Executions' },
] as const;

function Shown({ definition }: { definition: Definition }) {
  const { tab = 'edit', open } = useSearch({ from: '/definitions/$id' });
  const go = useNavigate({ from: '/definitions/$id' });
  const may = useMay('submit');
  const set = (run: 'run' | undefined) =>
    void go({ search: (known) => ({ ...known, open: run }), replace: true });
  useShortcuts(may ? [{ keys: 'r', what: 'run now', run: () => set('run') }] : []);
  const { definitionId, name, version, updatedAt } = definition;
  return (
    <>
      <PageHead
        title={<bdi>{name}</bdi>}
        side={
          may && (
            <>
              <Button look="primary" onClick={() => set('run')} title="Key r">
                ▶ Run now
              </Button>
              <Link
                to="/schedules"
                search={{ open: 'new', definition: definitionId }}
                className={buttonClass()}
              >
                Schedule
              </Link>
              <Remove definition={definition} />
            </>
          )
        }
      >
        <Chip tone="quiet">version {version}</Chip> changed <Ago at={updatedAt} /> ·{' '}
        <Link to="/definitions" className="underline">
          All definitions
        </Link>
      </PageHead>
      <Tabs label="Of the definition" tabs={TABS} shown={tab as (typeof TABS)[number]['name']} />
      <Suspense fallback={<Loading what="the editor" />}>
        {tab === 'edit' && <Edit key={definitionId} definition={definition} />}
        {tab === 'versions' && <Versions definition={definition} />}
      </Suspense>
      {tab === 'plan' && <Plan definition={definition} />}
      {tab === 'executions' && <RecentExecutions definitionId={definitionId} />}
      {open === 'run' && may && <RunDialog definition={definition} onClose={() => set(undefined)} />}
    </>
  );
}

function Remove({ definition: { definitionId, name } }: { definition: Definition }) {
  const { project, api } = useWorkspace();
  const go = useNavigate();
  const params = { path: { id: definitionId } };
  const remove = useAct({
    run: () => api.DELETE('/api/v1/definitions/{id}', { params }),
    concerns: [keyOf(project, 'definitions')],
    said: () => `${name} is removed; what was run of it stays.`,
    undo: () => () => api.POST('/api/v1/definitions/{id}/restore', { params }),
    onDone: () => void go({ to: '/definitions', ignoreBlocker: true }),
  });
  return (
    <Button look="danger" busy={remove.busy} onClick={() => remove.go(undefined)}>
      Remove
    </Button>
  );
}
