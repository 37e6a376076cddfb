/** Setting or clearing one quota of a team or a person; somebody else's change meanwhile is not overwritten. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { HOME, keyOf } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { TextField } from '../../kit/field.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { formatAmount, TYPED_UNIT, wordsOf } from './amounts.ts';

type Quota = Schema['Quota'];
export type Holder = { kind: 'team' | 'user'; idOrName: string; name: string };
type Props = { quota: Quota; holder: Holder; onClose: () => void };

const MOST = 2_147_483_647;

export function ChangeQuota({ quota, holder, onClose }: Props) {
  const { resource, unit, levels } = quota;
  const now = levels[holder.kind];
  const [typed, setTyped] = useState(now === null ? '' : String(now));
  const { title } = wordsOf(quota);
  const change = useAct({
    run: (limit: number | null) => put(holder, resource, limit, now),
    concerns: [keyOf(undefined, 'quotas')],
    said: (_, limit) =>
      limit === null
        ? `${title}: what is above rules again.`
        : `${title}: ${formatAmount(limit, unit)} from now on.`,
    undo: (_, limit) => () => put(holder, resource, now, limit),
    onDone: onClose,
    refusals: 'here',
  });
  const limit = /^\d+$/.test(typed) ? Number(typed) : null;
  return (
    <FormDialog
      title={`${title}: ${holder.kind === 'user' ? 'person' : 'team'} ${holder.name}`}
      action="Set"
      busy={change.busy}
      error={change.error}
      disabled={limit === null || limit > MOST}
      onSend={() => change.go(limit)}
      onClose={onClose}
    >
      <TextField
        label={`At most (${TYPED_UNIT[unit]})`}
        value={typed}
        autoFocus
        inputMode="numeric"
        hint={limit === null ? 'A whole number; 0 allows nothing.' : formatAmount(limit, unit)}
        onChange={({ target }) => setTyped(target.value.trim())}
      />
      <Levels quota={quota} />
      {now !== null && (
        <p>
          <Button look="danger" busy={change.busy} onClick={() => change.go(null)}>
            Clear what is set here
          </Button>
        </p>
      )}
    </FormDialog>
  );
}

/** Null clears: the next level rules. */
function put(
  { kind, idOrName: id }: Holder,
  resource: Quota['resource'],
  limit: number | null,
  expected: number | null,
) {
  const path = { id, resource };
  if (limit === null) {
    const params = { path, query: expected === null ? {} : { expected } };
    return kind === 'team'
      ? HOME.api.DELETE('/api/v1/teams/{id}/quotas/{resource}', { params })
      : HOME.api.DELETE('/api/v1/users/{id}/quotas/{resource}', { params });
  }
  const order = { params: { path }, body: { limit, expected } };
  return kind === 'team'
    ? HOME.api.PUT('/api/v1/teams/{id}/quotas/{resource}', order)
    : HOME.api.PUT('/api/v1/users/{id}/quotas/{resource}', order);
}

function Levels({ quota: { levels, unit } }: { quota: Quota }) {
  const said = (limit: number | null) => (limit === null ? 'nothing set' : formatAmount(limit, unit));
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-sm text-muted">
      <dt>For the person</dt>
      <dd>{said(levels.user)}</dd>
      <dt>For the team</dt>
      <dd>{said(levels.team)}</dd>
      <dt>By default</dt>
      <dd>{said(levels.default)}</dd>
    </dl>
  );
}
