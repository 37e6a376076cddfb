/** One project: what it is, who was shown into it, and whether things may be run in it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { HOME, useMayAtHome, useMe } from '../../api/workspace.tsx';
import { Button, buttonClass } from '../../kit/button.tsx';
import { TextField } from '../../kit/field.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { When } from '../../kit/moment.tsx';
import { Failure, Loading } from '../../kit/notice.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { Members } from './members.tsx';
import { PROJECTS } from './projects.tsx';

type Project = Schema['Project'];

export function ProjectScreen() {
  const { id } = useParams({ from: '/projects/$id' });
  const found = useQuery({
    queryKey: [...PROJECTS, id],
    queryFn: async ({ signal }) =>
      (await HOME.api.GET('/api/v1/projects/{id}', { params: { path: { id } }, signal })).data,
  });
  if (found.isPending) return <Loading what="the project" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Shown project={found.data} />;
}

function Shown({ project }: { project: Project }) {
  const { projectId, name, description, team, createdAt, createdBy, archivedAt } = project;
  const me = useMe();
  const mayLook = useMayAtHome('team');
  const mayChange = mayLook && team.teamId === me.teamId;
  const [changing, setChanging] = useState(false);
  return (
    <>
      <PageHead
        title={
          <span className="flex flex-wrap items-center gap-2">
            <bdi>{name}</bdi>
            {archivedAt !== null && <Chip tone="warn">– archived</Chip>}
          </span>
        }
        side={
          <>
            <Link to="/" search={{ project: projectId }} className={buttonClass()}>
              Its executions
            </Link>
            {mayChange && <Button onClick={() => setChanging(true)}>Change</Button>}
            {mayChange && <Archive project={project} />}
          </>
        }
      >
        {description && <p className="max-w-3xl whitespace-pre-wrap">{description}</p>}
        <p>
          Of team <bdi>{team.name}</bdi>, made <When at={createdAt} />
          {createdBy !== null && (
            <>
              {' '}
              by <bdi>{createdBy}</bdi>
            </>
          )}
          {archivedAt !== null && (
            <>
              ; archived <When at={archivedAt} />: what is there stays, nothing new is run
            </>
          )}
          .
        </p>
      </PageHead>
      <Members project={project} mayChange={mayChange} />
      {changing && <ChangeProject project={project} onClose={() => setChanging(false)} />}
    </>
  );
}

function Archive({ project: { projectId, name, archivedAt } }: { project: Project }) {
  const path = { params: { path: { id: projectId } } };
  const archive = () => HOME.api.POST('/api/v1/projects/{id}/archive', path);
  const unarchive = () => HOME.api.POST('/api/v1/projects/{id}/unarchive', path);
  const [forth, back] = archivedAt === null ? [archive, unarchive] : [unarchive, archive];
  const turn = useAct({
    run: forth,
    concerns: [PROJECTS],
    said: () =>
      archivedAt === null ? `${name} is archived: nothing new is run in it.` : `${name} is open again.`,
    undo: () => back,
  });
  return (
    <Button
      look={archivedAt === null ? 'danger' : 'plain'}
      busy={turn.busy}
      onClick={() => turn.go(undefined)}
    >
      {archivedAt === null ? 'Archive' : 'Open again'}
    </Button>
  );
}

function ChangeProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const save = useAct({
    run: () =>
      HOME.api.PATCH('/api/v1/projects/{id}', {
        params: { path: { id: project.projectId } },
        body: { name, description },
      }),
    concerns: [PROJECTS],
    said: () => `${name} is changed.`,
    onDone: onClose,
    refusals: 'here',
  });
  return (
    <FormDialog
      title={`Change ${project.name}`}
      action="Save"
      busy={save.busy}
      error={save.error}
      disabled={name.trim() === ''}
      onSend={() => save.go(undefined)}
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
        label="What it is"
        value={description}
        maxLength={2000}
        onChange={({ target }) => setDescription(target.value)}
      />
    </FormDialog>
  );
}
