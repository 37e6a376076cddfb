/** Making a token: its name, what it may do, for how long; then it is shown once. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { HOME, meQuery } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Choices } from '../../kit/choices.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { SelectField, TextField } from '../../kit/field.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { ShownOnce } from '../../kit/shown-once.tsx';
import { TOKENS } from './keys.ts';

type Scope = NonNullable<Schema['TokenCreated']>['scopes'][number];

const SCOPES: readonly { value: Scope; hint: string }[] = [
  { value: 'read', hint: 'see executions, results, logs' },
  { value: 'submit', hint: 'run, rerun, cancel; save definitions' },
  { value: 'secrets', hint: 'set and remove secrets' },
  { value: 'account', hint: 'your own sessions, password and tokens' },
  { value: 'team', hint: 'people, invitations, projects' },
  { value: 'audit', hint: 'read the audit trail' },
  { value: 'admin', hint: 'everything' },
];

const EXPIRIES = [
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
  { value: '', label: 'never' },
];

export function NewToken({ onClose }: { onClose: () => void }) {
  const held = useQuery(meQuery(undefined)).data?.scopes ?? [];
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>(['read', 'submit']);
  const [days, setDays] = useState('90');
  const make = useAct({
    run: async () => {
      const body = { name, scopes: scopes as never, ...(days === '' ? {} : { expiresInDays: Number(days) }) };
      return (await HOME.api.POST('/api/v1/tokens', { body })).data;
    },
    concerns: [TOKENS],
    refusals: 'here',
  });
  if (make.answer) return <Made name={make.answer.name} token={make.answer.token} onClose={onClose} />;
  const may = (scope: string) => held.includes(scope) || held.includes('admin');
  return (
    <FormDialog
      title="New token"
      action="Make the token"
      busy={make.busy}
      error={make.error}
      disabled={name.trim() === '' || scopes.length === 0}
      onSend={() => make.go(undefined)}
      onClose={onClose}
    >
      <TextField
        label="Name"
        value={name}
        autoFocus
        maxLength={100}
        placeholder="ci of the shop"
        hint="What will use it, so that you know what breaks when you revoke it."
        onChange={({ target }) => setName(target.value)}
      />
      <Choices
        label="It may"
        options={SCOPES.map((scope) => ({ ...scope, disabled: !may(scope.value) }))}
        chosen={scopes}
        onChange={setScopes}
      />
      <SelectField
        label="It expires"
        value={days}
        options={EXPIRIES}
        onChange={({ target }) => setDays(target.value)}
      />
    </FormDialog>
  );
}

function Made({ name, token, onClose }: { name: string; token: string; onClose: () => void }) {
  return (
    <Dialog title={`Token ${name}`} onClose={onClose}>
      <ShownOnce
        label="The token"
        value={token}
        hint="It is shown this once: nobody can show it again, not even the server."
      />
      <p className="mt-3 text-sm">For a pipeline:</p>
      <pre className="mt-1 overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs">
        {`GAUNTLET_URL=${window.location.origin}\nGAUNTLET_TOKEN=…`}
      </pre>
      <div className="mt-4 flex justify-end">
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}
