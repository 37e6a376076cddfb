/** Projects: parts of the team's things to which people of other teams can be added. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { HOME, useMayAtHome, useMe } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { SelectField, TextField } from '../../kit/field.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { VirtualRows } from '../../kit/virtual-rows.tsx';

type Project = Schema['Project'];

export const PROJECTS = ['projects'] as const;

export function Projects() {
  const { archived, open } = useSearch({ from: '/projects' });
  const go = useNavigate({ from: '/projects' });
  const mayMake = useMayAtHome('team');
  const set = (change: object) => void go({ search: (known) => ({ ...known, ...change }), replace: true });
  return (
    <>
      <PageHead
        title="Projects"
        side={
          <>
            <SelectField
              label="Which projects"
              hideLabel
              value={archived ?? ''}
              options={[
                { value: '', label: 'Active' },
                { value: 'with', label: 'Archived ones too' },
              ]}
              onChange={({ target }) => set({ archived: target.value || undefined })}
            />
            {mayMake && (
              <Button look="primary" onClick={() => set({ open: 'new' })}>
                New project
              </Button>
            )}
          </>
        }
      >
        A part of the team's things, with secrets of its own, to which people of other teams can be added.
      </PageHead>
      <ProjectList archived={archived ?? 'without'} />
      {open === 'new' && mayMake && <NewProject onClose={() => set({ open: undefined })} />}
    </>
  );
}

function ProjectList({ archived }: { archived: 'with' | 'without' }) {
  const found = useInfiniteQuery({
    queryKey: [...PROJECTS, 'list', archived],
    queryFn: async ({ pageParam, signal }) => {
      const query = { archived, limit: 100, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return (await HOME.api.GET('/api/v1/projects', { params: { query }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  if (found.isPending) return <Loading what="projects" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const projects = found.data.pages.flatMap(({ items }) => items);
  if (projects.length === 0)
    return (
      <Empty title="There is no project here">
        <p>
          Without one, everything belongs to the team as a whole, which is often enough. In a project is run
          by:
        </p>
        <pre className="mx-auto mt-3 w-fit rounded-md bg-sunken px-4 py-2 text-left font-mono text-sm text-text">
          gauntlet run . --project checkout
        </pre>
      </Empty>
    );
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <VirtualRows
        items={projects}
        keyOf={({ projectId }) => projectId}
        estimatedHeight={53}
        label="Projects"
      >
        {(project) => <ProjectRow project={project} />}
      </VirtualRows>
      <More
        hasMore={found.hasNextPage}
        busy={found.isFetchingNextPage}
        load={() => void found.fetchNextPage()}
      />
    </div>
  );
}

function ProjectRow({
  project: { projectId, name, description, team, role, archivedAt },
}: {
  project: Project;
}) {
  const me = useMe();
  return (
    <Link
      to="/projects/$id"
      params={{ id: projectId }}
      data-row
      className="flex items-center justify-between gap-4 border-b border-line px-3.5 py-2 text-text hover:bg-sunken hover:no-underline focus-visible:-outline-offset-2"
    >
      <span className="min-w-0">
        <bdi className="block truncate font-medium">{name}</bdi>
        <span className="block truncate text-xs text-muted">{description || 'no description'}</span>
      </span>
      <span className="flex flex-wrap items-center justify-end gap-2">
        {archivedAt !== null && <Chip tone="warn">– archived</Chip>}
        {team.teamId !== me.teamId && <Chip tone="accent">of {team.name}</Chip>}
        {role !== null && <Chip tone="quiet">you: {role}</Chip>}
      </span>
    </Link>
  );
}

function NewProject({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const go = useNavigate();
  const make = useAct({
    run: async () => (await HOME.api.POST('/api/v1/projects', { body: { name, description } })).data,
    concerns: [PROJECTS],
    said: () => `Project ${name} is made.`,
    onDone: ({ projectId }) => void go({ to: '/projects/$id', params: { id: projectId } }),
    refusals: 'here',
  });
  return (
    <FormDialog
      title="New project"
      action="Make the project"
      busy={make.busy}
      error={make.error}
      disabled={name.trim() === ''}
      onSend={() => make.go(undefined)}
      onClose={onClose}
    >
      <TextField
        label="Name"
        value={name}
        autoFocus
        maxLength={100}
        onChange={({ target }) => setName(target.value)}
      />
      <TextField
        label="What it is (may be left out)"
        value={description}
        maxLength={2000}
        onChange={({ target }) => setDescription(target.value)}
      />
    </FormDialog>
  );
}
