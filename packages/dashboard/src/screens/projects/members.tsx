/** Who was shown into a project, with their role there. A role that is chosen is shown before the server has said yes. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { HOME } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { SelectField, TextField } from '../../kit/field.tsx';
import { Refusal } from '../../kit/form.tsx';
import { Ago } from '../../kit/moment.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { Panel } from '../../kit/panel.tsx';
import { useSay } from '../../kit/said.tsx';
import { Cell, Doings, rowClass, Table } from '../../kit/table.tsx';
import { PROJECT_ROLES } from '../../parts/roles.tsx';
import { PROJECTS } from './projects.tsx';

type Member = Schema['ProjectMember'];
type Role = Member['role'];
type Props = { project: Schema['Project']; mayChange: boolean };

const keyOfMembers = (projectId: string) => [...PROJECTS, projectId, 'members'];

const put = (id: string, user: string, role: Role) =>
  HOME.api.PUT('/api/v1/projects/{id}/members/{user}', { params: { path: { id, user } }, body: { role } });

export function Members({ project: { projectId, name }, mayChange }: Props) {
  const found = useQuery({
    queryKey: keyOfMembers(projectId),
    queryFn: async ({ signal }) => {
      const params = { path: { id: projectId } };
      return (await HOME.api.GET('/api/v1/projects/{id}/members', { params, signal })).data.items;
    },
  });
  return (
    <Panel title="Members from other teams" side="The people of its own team are members anyhow.">
      {found.isPending && <Loading what="members" />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data?.length === 0 && (
        <Empty title="Nobody of another team">
          Whoever is added sees this project alone of the team, with the role that is given here.
        </Empty>
      )}
      {found.data && found.data.length > 0 && (
        <Table
          label={`Members of ${name}`}
          heads={['Person', { wide: 'Home team' }, 'Role here', { wide: 'Added' }, '']}
        >
          {found.data.map((member) => (
            <MemberRow key={member.userId} projectId={projectId} member={member} mayChange={mayChange} />
          ))}
        </Table>
      )}
      {mayChange && <AddMember projectId={projectId} />}
    </Panel>
  );
}

type RowProps = { projectId: string; member: Member; mayChange: boolean };

function MemberRow({ projectId, member, mayChange }: RowProps) {
  const { userId, username, teamName, role, active, addedAt, addedBy } = member;
  return (
    <tr className={rowClass}>
      <Cell className="font-medium">
        <bdi>{username}</bdi> {!active && <Chip tone="warn">– deactivated</Chip>}
      </Cell>
      <Cell wide="Home team">
        <bdi>{teamName}</bdi>
      </Cell>
      <Cell>{mayChange ? <RoleOf projectId={projectId} member={member} /> : role}</Cell>
      <Cell wide="Added" className="whitespace-nowrap text-muted">
        <Ago at={addedAt} />
        {addedBy !== null && (
          <>
            {' '}
            by <bdi>{addedBy}</bdi>
          </>
        )}
      </Cell>
      <Doings>
        {mayChange && <Remove projectId={projectId} userId={userId} username={username} role={role} />}
      </Doings>
    </tr>
  );
}

function RoleOf({ projectId, member: { userId, username, role } }: Omit<RowProps, 'mayChange'>) {
  const queries = useQueryClient();
  const say = useSay();
  const key = keyOfMembers(projectId);
  const show = (to: Role) =>
    queries.setQueryData<Member[]>(key, (known) =>
      known?.map((one) => (one.userId === userId ? { ...one, role: to } : one)),
    );
  const change = useMutation({
    mutationFn: (to: Role) => put(projectId, userId, to),
    onMutate: (to) => void show(to),
    onSuccess: (_, to) => say.done(`${username} is ${to} here.`),
    onError: (error) => {
      show(role);
      say.failed(error);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  return (
    <SelectField
      label={`Role of ${username}`}
      hideLabel
      value={role}
      className="min-w-28"
      options={PROJECT_ROLES.map(({ role: one }) => ({ value: one, label: one }))}
      onChange={({ target }) => change.mutate(target.value as Role)}
    />
  );
}

type RemoveProps = { projectId: string; userId: string; username: string; role: Role };

function Remove({ projectId, userId, username, role }: RemoveProps) {
  const params = { path: { id: projectId, user: userId } };
  const remove = useAct({
    run: () => HOME.api.DELETE('/api/v1/projects/{id}/members/{user}', { params }),
    concerns: [keyOfMembers(projectId)],
    said: () => `${username} is out of the project.`,
    undo: () => () => put(projectId, userId, role),
  });
  return (
    <Button
      look="danger"
      data-row
      busy={remove.busy}
      aria-label={`Remove ${username}`}
      onClick={() => remove.go(undefined)}
    >
      Remove
    </Button>
  );
}

function AddMember({ projectId }: { projectId: string }) {
  const [user, setUser] = useState('');
  const [role, setRole] = useState<Role>('developer');
  const add = useAct({
    run: () => put(projectId, user, role),
    concerns: [keyOfMembers(projectId)],
    said: () => `${user} is added as ${role}.`,
    onDone: () => setUser(''),
    refusals: 'here',
  });
  return (
    <form
      className="border-t border-line bg-sunken px-3.5 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (user !== '') add.go(undefined);
      }}
    >
      <div className="grid grid-cols-2 items-end gap-2 sm:grid-cols-[minmax(0,1fr)_16rem_auto]">
        <TextField
          label="Add a person"
          placeholder="user name"
          spellCheck={false}
          value={user}
          onChange={({ target }) => setUser(target.value.trim())}
        />
        <SelectField
          label="Role"
          value={role}
          options={PROJECT_ROLES.map(({ role: one, hint }) => ({ value: one, label: `${one}: ${hint}` }))}
          onChange={({ target }) => setRole(target.value as Role)}
        />
        <Button type="submit" look="primary" busy={add.busy} disabled={user === ''}>
          Add
        </Button>
      </div>
      <div className="mt-2 empty:hidden">
        <Refusal error={add.error} />
      </div>
    </form>
  );
}
