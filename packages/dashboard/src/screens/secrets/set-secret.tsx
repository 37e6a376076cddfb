/** Setting a secret. What is typed leaves the page with the request and is kept nowhere in it. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { TextField } from '../../kit/field.tsx';
import { FormDialog } from '../../kit/form.tsx';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const LEAST = 4;

export function SetSecret({
  place,
  name: known,
  onClose,
}: {
  place: string;
  name: string;
  onClose: () => void;
}) {
  const { project, api } = useWorkspace();
  const [name, setName] = useState(known);
  const [value, setValue] = useState('');
  const set = useAct({
    run: () => api.PUT('/api/v1/secrets/{name}', { params: { path: { name } }, body: { value } }),
    concerns: [keyOf(project, 'secrets')],
    said: () => `Secret ${name} is set.`,
    onDone: onClose,
    refusals: 'here',
  });
  const named = NAME.test(name);
  return (
    <FormDialog
      title={known === '' ? 'Set a secret' : `Set ${known} anew`}
      action="Set"
      busy={set.busy}
      error={set.error}
      disabled={!named || value.length < LEAST}
      onSend={() => set.go(undefined)}
      onClose={onClose}
    >
      <TextField
        label="Name"
        value={name}
        readOnly={known !== ''}
        autoFocus={known === ''}
        spellCheck={false}
        className="font-mono"
        hint={`Of ${place}. A name that is there already gets the new value.`}
        wrong={
          name === '' || named ? undefined : 'Letters, digits, dots, dashes and underscores; 128 at most.'
        }
        onChange={({ target }) => setName(target.value)}
      />
      <TextField
        label="Value"
        type="password"
        autoComplete="new-password"
        autoFocus={known !== ''}
        value={value}
        hint={`At least ${LEAST} characters, or it could not be masked in logs.`}
        onChange={({ target }) => setValue(target.value)}
      />
    </FormDialog>
  );
}
