/** Secrets by name: a value goes in, and never comes out again. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { clientOf, type Schema } from '../../api/client.ts';
import { keyOf, useMay, useMe, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/dialog.tsx';
import { Ago } from '../../kit/moment.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { Cell, Doings, rowClass, Table } from '../../kit/table.tsx';
import { useProjects } from '../../parts/projects.ts';
import { SetSecret } from './set-secret.tsx';

type Secret = Schema['SecretList']['items'][number];

export function Secrets() {
  const { project } = useWorkspace();
  const me = useMe();
  const may = useMay('secrets');
  const { dialog, name } = useSearch({ from: '/secrets' });
  const go = useNavigate({ from: '/secrets' });
  const close = () => void go({ search: (known) => (known.project ? { project: known.project } : {}) });
  const open = (secret?: string) =>
    void go({
      search: (known) => ({
        ...known,
        dialog: 'set' as const,
        ...(secret === undefined ? {} : { name: secret }),
      }),
    });
  const place = project === undefined ? `team ${me.teamName}` : `project ${me.project?.name ?? ''}`;
  return (
    <>
      <PageHead
        title="Secrets"
        side={
          may && (
            <Button look="primary" onClick={() => open()}>
              Set a secret
            </Button>
          )
        }
      >
        Of {place}. Tests get them as environment variables; logs and results show them masked, and nobody can
        read them here.
      </PageHead>
      <SecretTable may={may} open={open} />
      {dialog === 'set' && <SetSecret place={place} name={name ?? ''} onClose={close} />}
    </>
  );
}

type TableProps = { may: boolean; open: (name?: string) => void };

function SecretTable({ may, open }: TableProps) {
  const { project, api } = useWorkspace();
  const found = useQuery({
    queryKey: keyOf(project, 'secrets'),
    queryFn: async ({ signal }) => (await api.GET('/api/v1/secrets', { signal })).data.items,
  });
  if (found.isPending) return <Loading what="the names of secrets" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.length === 0) return <NoSecrets may={may} open={open} />;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <Table label="Secrets" heads={['Name', 'Scope', { wide: 'Created' }, { wide: 'Changed' }, '']}>
        {found.data.map((secret) => (
          <SecretRow key={`${secret.projectId}/${secret.name}`} secret={secret} may={may} open={open} />
        ))}
      </Table>
    </div>
  );
}

const NoSecrets = ({ may, open }: TableProps) => (
  <Empty title="There is no secret here">
    <p>A password or a key that tests need is set here by name, and a definition refers to it:</p>
    <pre className="mx-auto mt-3 w-fit rounded-md bg-sunken px-4 py-2 text-left font-mono text-sm text-text">
      {'secrets:\n  DATABASE_PASSWORD: shop-database'}
    </pre>
    {may && (
      <Button className="mt-3" onClick={() => open()}>
        Set one
      </Button>
    )}
  </Empty>
);

type RowProps = { secret: Secret; may: boolean; open: (name: string) => void };

function SecretRow({ secret: { name, projectId, createdAt, updatedAt }, may, open }: RowProps) {
  const { project } = useWorkspace();
  const names = useProjects();
  return (
    <tr className={rowClass}>
      <Cell className="font-mono font-medium break-all">{name}</Cell>
      <Cell>
        {projectId === null ? (
          <Chip tone="quiet">team</Chip>
        ) : (
          <Chip tone="accent">project {names.get(projectId) ?? projectId.slice(-8)}</Chip>
        )}
      </Cell>
      <Cell wide="Created" className="text-muted">
        <Ago at={createdAt} />
      </Cell>
      <Cell wide="Changed" className="text-muted">
        {createdAt === updatedAt ? '–' : <Ago at={updatedAt} />}
      </Cell>
      <Doings>
        {may && (
          <span className="flex flex-wrap justify-end gap-2">
            {(projectId ?? undefined) === project && (
              <Button data-row onClick={() => open(name)} aria-label={`Replace ${name}`}>
                Replace
              </Button>
            )}
            <Remove name={name} projectId={projectId} />
          </span>
        )}
      </Doings>
    </tr>
  );
}

function Remove({ name, projectId }: { name: string; projectId: string | null }) {
  const { project } = useWorkspace();
  const [asked, setAsked] = useState(false);
  const remove = useAct({
    run: () =>
      clientOf(projectId ?? undefined).DELETE('/api/v1/secrets/{name}', { params: { path: { name } } }),
    concerns: [keyOf(project, 'secrets')],
    said: () => `Secret ${name} is removed.`,
    onDone: () => setAsked(false),
  });
  return (
    <>
      <Button look="danger" onClick={() => setAsked(true)} aria-label={`Remove ${name}`}>
        Remove
      </Button>
      {asked && (
        <Confirm
          title="Remove this secret?"
          action="Remove"
          busy={remove.busy}
          onYes={() => remove.go(undefined)}
          onClose={() => setAsked(false)}
        >
          Definitions that name <b className="font-mono">{name}</b> are refused until it is set again. Its
          value cannot be brought back.
        </Confirm>
      )}
    </>
  );
}
