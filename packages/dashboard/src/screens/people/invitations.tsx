/** Invitations: links by which people make their accounts. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { HOME } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { SelectField } from '../../kit/field.tsx';
import { Ago } from '../../kit/moment.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Chip, type Tone } from '../../kit/outcome.tsx';
import { Cell, Doings, rowClass, Table } from '../../kit/table.tsx';
import { RoleChips } from '../../parts/roles.tsx';
import { INVITATIONS } from './keys.ts';
import { NewInvitation } from './new-invitation.tsx';

type Invitation = Schema['Invitation'];

const STATUSES = [
  { value: '', label: 'Open' },
  { value: 'accepted', label: 'Accepted' },
  { value: 'revoked', label: 'Revoked' },
  { value: 'expired', label: 'Expired' },
  { value: 'all', label: 'All' },
];

export function Invitations() {
  const { status, open } = useSearch({ from: '/people' });
  const go = useNavigate({ from: '/people' });
  const set = (change: object) => void go({ search: (known) => ({ ...known, ...change }), replace: true });
  const filter = status === 'all' ? {} : { status: status ?? ('open' as const) };
  const found = useInfiniteQuery({
    queryKey: [...INVITATIONS, filter],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...filter, limit: 100, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return (await HOME.api.GET('/api/v1/invitations', { params: { query }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <search className="mb-3 flex justify-between gap-2">
        <SelectField
          label="Which invitations"
          hideLabel
          value={status ?? ''}
          options={STATUSES}
          onChange={({ target }) => set({ status: target.value || undefined })}
        />
        <Button look="primary" className="whitespace-nowrap" onClick={() => set({ open: 'new' })}>
          Invite somebody
        </Button>
      </search>
      {found.isPending && <Loading what="invitations" />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={status === undefined ? 'Nobody is invited at the moment' : 'No invitation matches'}>
          An invitation is a link, good once: whoever opens it chooses a name and a password.
        </Empty>
      )}
      {rows.length > 0 && (
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          <Table
            label="Invitations"
            heads={['For', { wide: 'Team' }, { wide: 'Roles' }, { wide: 'Invited by' }, 'State', '']}
          >
            {rows.map((invitation) => (
              <InvitationRow key={invitation.invitationId} invitation={invitation} />
            ))}
          </Table>
          <More
            hasMore={found.hasNextPage}
            busy={found.isFetchingNextPage}
            load={() => void found.fetchNextPage()}
          />
        </div>
      )}
      {open === 'new' && <NewInvitation onClose={() => set({ open: undefined })} />}
    </>
  );
}

const LOOKS: Readonly<Record<Invitation['status'], { tone: Tone; text: string }>> = {
  open: { tone: 'accent', text: '… open' },
  accepted: { tone: 'pass', text: '✓ accepted' },
  revoked: { tone: 'quiet', text: '– revoked' },
  expired: { tone: 'warn', text: '! expired' },
};

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { email, teamName, roles, invitedBy, acceptedBy, status, createdAt, expiresAt } = invitation;
  const { tone, text } = LOOKS[status];
  return (
    <tr className={rowClass}>
      <Cell className="font-medium break-all">
        {email ?? <span className="font-normal text-muted">whoever has the link</span>}
      </Cell>
      <Cell wide="Team">
        <bdi>{teamName}</bdi>
      </Cell>
      <Cell wide="Roles">
        <RoleChips roles={roles} />
      </Cell>
      <Cell wide="Invited by" className="whitespace-nowrap text-muted">
        <bdi>{invitedBy}</bdi>, <Ago at={createdAt} />
      </Cell>
      <Cell>
        <Chip tone={tone}>{text}</Chip>{' '}
        <span className="text-muted">
          {status === 'open' && (
            <>
              ends <Ago at={expiresAt} />
            </>
          )}
          {acceptedBy !== null && <bdi>by {acceptedBy}</bdi>}
        </span>
      </Cell>
      <Doings>{status === 'open' && <Revoke invitation={invitation} />}</Doings>
    </tr>
  );
}

function Revoke({ invitation: { invitationId, email } }: { invitation: Invitation }) {
  const revoke = useAct({
    run: () => HOME.api.DELETE('/api/v1/invitations/{id}', { params: { path: { id: invitationId } } }),
    concerns: [INVITATIONS],
    said: () => 'The invitation is revoked: its link is good for nothing.',
  });
  return (
    <Button
      look="danger"
      data-row
      busy={revoke.busy}
      aria-label={`Revoke the invitation for ${email ?? 'whoever has the link'}`}
      onClick={() => revoke.go(undefined)}
    >
      Revoke
    </Button>
  );
}
