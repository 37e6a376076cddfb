/** One account: what may be changed of it, and the ways it is let in or kept out. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { HOME, useMayAtHome, useMe } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { TextField } from '../../kit/field.tsx';
import { Refusal } from '../../kit/form.tsx';
import { When } from '../../kit/moment.tsx';
import { Failure, Loading } from '../../kit/notice.tsx';
import { RoleChoices } from '../../parts/roles.tsx';
import { USERS } from './keys.ts';
import { LinkMade } from './link-made.tsx';
import { TeamField } from './team-field.tsx';

type User = Schema['User'];

const sameRoles = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((role) => others.includes(role));

export function Person({ id, onClose }: { id: string; onClose: () => void }) {
  const found = useQuery({
    queryKey: [...USERS, id],
    queryFn: async ({ signal }) =>
      (await HOME.api.GET('/api/v1/users/{id}', { params: { path: { id } }, signal })).data,
  });
  const [link, setLink] = useState<Schema['PasswordResetLink'] | null>(null);
  if (link && found.data)
    return (
      <LinkMade
        title={`A new password for ${found.data.username}`}
        label="Link to a new password"
        link={link.link}
        expiresAt={link.expiresAt}
        hint="It lets whoever opens it set a new password, once; the last such link is void."
        onClose={onClose}
      />
    );
  return (
    <Dialog title={found.data?.username ?? 'Account'} onClose={onClose}>
      {found.isPending && <Loading what="the account" />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && (
        <>
          <Facts user={found.data} />
          <Change key={found.data.userId} user={found.data} onClose={onClose} />
          <WaysIn user={found.data} onLink={setLink} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

function Facts({ user: { teamName, createdAt, lastLogin, followsProvider } }: { user: User }) {
  return (
    <dl className="mb-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-sm">
      <dt className="text-muted">Team</dt>
      <dd>
        <bdi>{teamName}</bdi>
      </dd>
      <dt className="text-muted">Made</dt>
      <dd>
        <When at={createdAt} />
      </dd>
      <dt className="text-muted">Last sign-in</dt>
      <dd>{lastLogin === null ? 'never' : <When at={lastLogin} />}</dd>
      {followsProvider && (
        <dd className="col-span-2 mt-1 text-muted">
          Team and roles are set anew by the identity provider's groups at every sign-in.
        </dd>
      )}
    </dl>
  );
}

function Change({ user, onClose }: { user: User; onClose: () => void }) {
  const [email, setEmail] = useState(user.email ?? '');
  const [roles, setRoles] = useState<string[]>([...user.roles]);
  const [team, setTeam] = useState('');
  const isAdmin = useMayAtHome('admin');
  const patch = {
    ...(email === (user.email ?? '') ? {} : { email: email === '' ? null : email }),
    ...(sameRoles(roles, user.roles) ? {} : { roles: roles as never }),
    ...(team === '' || team === user.teamId ? {} : { teamId: team }),
  };
  const change = useAct({
    run: () => HOME.api.PATCH('/api/v1/users/{id}', { params: { path: { id: user.userId } }, body: patch }),
    concerns: [USERS],
    said: () => `${user.username} is changed.`,
    onDone: onClose,
    refusals: 'here',
  });
  const nothing = Object.keys(patch).length === 0 || roles.length === 0;
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!nothing) change.go(undefined);
      }}
    >
      <TextField
        label="E-mail address"
        type="email"
        value={email}
        onChange={({ target }) => setEmail(target.value.trim())}
      />
      {isAdmin && <TeamField value={team} onChange={setTeam} own={`Stays in ${user.teamName}`} />}
      <RoleChoices chosen={roles} onChange={setRoles} />
      <Refusal error={change.error} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={change.busy} disabled={nothing}>
          Save
        </Button>
      </div>
    </form>
  );
}

type WaysProps = { user: User; onLink: (link: Schema['PasswordResetLink']) => void; onClose: () => void };

function WaysIn({ user: { userId, username, active }, onLink, onClose }: WaysProps) {
  const me = useMe();
  const path = { params: { path: { id: userId } } };
  const set = (to: boolean) => HOME.api.PATCH('/api/v1/users/{id}', { ...path, body: { active: to } });
  const turn = useAct({
    run: () => set(!active),
    concerns: [USERS],
    said: () =>
      active ? `${username} is deactivated: nothing lets them in any more.` : `${username} is active again.`,
    undo: () => () => set(active),
    onDone: onClose,
    refusals: 'here',
  });
  const reset = useAct({
    run: async () => (await HOME.api.POST('/api/v1/users/{id}/password-reset', { ...path, body: {} })).data,
    concerns: [],
    onDone: onLink,
    refusals: 'here',
  });
  return (
    <div className="mt-4 border-t border-line pt-3">
      <div className="flex flex-wrap justify-between gap-2">
        <Button busy={reset.busy} disabled={!active} onClick={() => reset.go(undefined)}>
          Link to a new password
        </Button>
        {userId !== me.userId && (
          <Button look={active ? 'danger' : 'plain'} busy={turn.busy} onClick={() => turn.go(undefined)}>
            {active ? 'Deactivate' : 'Activate'}
          </Button>
        )}
      </div>
      <p className="mt-2 text-xs text-muted">
        {active
          ? 'Deactivating ends their sessions and makes their tokens useless, at once; what they did stays.'
          : 'This account lets nobody in.'}
      </p>
      <Refusal error={turn.error ?? reset.error} />
    </div>
  );
}
