/** One's own tokens: what programs sign in with. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { HOME } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/dialog.tsx';
import { Ago, When } from '../../kit/moment.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { Cell, Doings, rowClass, Table } from '../../kit/table.tsx';
import { TOKENS } from './keys.ts';
import { NewToken } from './new-token.tsx';

type Token = Schema['TokenList']['items'][number];

export function Tokens() {
  const { dialog } = useSearch({ from: '/tokens' });
  const go = useNavigate({ from: '/tokens' });
  const close = () => void go({ search: ({ project }) => ({ ...(project ? { project } : {}) }) });
  const open = () => void go({ search: (known) => ({ ...known, dialog: 'new' as const }) });
  return (
    <>
      <PageHead
        title="Tokens"
        side={
          <Button look="primary" onClick={open}>
            New token
          </Button>
        }
      >
        Your own: what a pipeline or a program signs in with. Sessions and the password are at your{' '}
        <a href="/account" className="underline">
          account
        </a>
        .
      </PageHead>
      <TokenTable open={open} />
      {dialog === 'new' && <NewToken onClose={close} />}
    </>
  );
}

function TokenTable({ open }: { open: () => void }) {
  const found = useQuery({
    queryKey: TOKENS,
    queryFn: async ({ signal }) => (await HOME.api.GET('/api/v1/tokens', { signal })).data.items,
  });
  if (found.isPending) return <Loading what="tokens" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.length === 0)
    return (
      <Empty title="You have no token">
        <p>A pipeline needs one, as GAUNTLET_TOKEN. It is shown once, when it is made.</p>
        <Button className="mt-3" onClick={open}>
          Make one
        </Button>
      </Empty>
    );
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <Table
        label="Tokens"
        heads={[
          'Name',
          { wide: 'Begins with' },
          'Scopes',
          { wide: 'Created' },
          { wide: 'Last used' },
          { wide: 'Expires' },
          '',
        ]}
      >
        {found.data.map((token) => (
          <TokenRow key={token.tokenId} token={token} />
        ))}
      </Table>
    </div>
  );
}

function TokenRow({
  token: { tokenId, name, prefix, scopes, createdAt, lastUsedAt, expiresAt },
}: {
  token: Token;
}) {
  const over = expiresAt !== null && Date.parse(expiresAt) < Date.now();
  return (
    <tr className={rowClass}>
      <Cell className="font-medium">
        <bdi>{name}</bdi>
      </Cell>
      <Cell wide="Begins with" className="font-mono text-xs text-muted">
        {prefix}…
      </Cell>
      <Cell>
        <span className="flex flex-wrap gap-1">
          {scopes.map((scope) => (
            <Chip key={scope} tone={scope === 'admin' ? 'accent' : 'quiet'}>
              {scope}
            </Chip>
          ))}
        </span>
      </Cell>
      <Cell wide="Created" className="text-muted">
        <Ago at={createdAt} />
      </Cell>
      <Cell wide="Last used" className="text-muted">
        {lastUsedAt === null ? 'never' : <Ago at={lastUsedAt} />}
      </Cell>
      <Cell wide="Expires">
        {expiresAt === null ? (
          <span className="text-muted">never</span>
        ) : over ? (
          <Chip tone="warn">! expired</Chip>
        ) : (
          <When at={expiresAt} />
        )}
      </Cell>
      <Doings>
        <Revoke tokenId={tokenId} name={name} />
      </Doings>
    </tr>
  );
}

function Revoke({ tokenId, name }: { tokenId: string; name: string }) {
  const [asked, setAsked] = useState(false);
  const revoke = useAct({
    run: () => HOME.api.DELETE('/api/v1/tokens/{id}', { params: { path: { id: tokenId } } }),
    concerns: [TOKENS],
    said: () => `Token ${name} is revoked.`,
    onDone: () => setAsked(false),
  });
  return (
    <>
      <Button look="danger" data-row onClick={() => setAsked(true)} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
      {asked && (
        <Confirm
          title="Revoke this token?"
          action="Revoke"
          busy={revoke.busy}
          onYes={() => revoke.go(undefined)}
          onClose={() => setAsked(false)}
        >
          Whatever signs in with <b>{name}</b> is refused from now on. This cannot be undone.
        </Confirm>
      )}
    </>
  );
}
