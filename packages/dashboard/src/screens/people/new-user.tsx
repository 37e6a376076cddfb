/** Making an account: the link in the answer is the way in, once. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { HOME } from '../../api/workspace.tsx';
import { TextField } from '../../kit/field.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { RoleChoices } from '../../parts/roles.tsx';
import { USERS } from './keys.ts';
import { LinkMade } from './link-made.tsx';
import { TeamField } from './team-field.tsx';

export function NewUser({ onClose }: { onClose: () => void }) {
  const [username, setUsername] = useState('');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<string[]>(['developer']);
  const [team, setTeam] = useState('');
  const make = useAct({
    run: async () => {
      const body = {
        username,
        roles: roles as never,
        ...(email === '' ? {} : { email }),
        ...(team === '' ? {} : { teamId: team }),
      };
      return (await HOME.api.POST('/api/v1/users', { body })).data;
    },
    concerns: [USERS],
    refusals: 'here',
  });
  if (make.answer)
    return (
      <LinkMade
        title={`Account ${make.answer.username}`}
        label="Link that signs in"
        link={make.answer.link}
        expiresAt={make.answer.linkExpiresAt}
        hint="It signs the new person in, once: send it to them alone."
        onClose={onClose}
      />
    );
  return (
    <FormDialog
      title="New account"
      action="Make the account"
      busy={make.busy}
      error={make.error}
      disabled={username === '' || roles.length === 0}
      onSend={() => make.go(undefined)}
      onClose={onClose}
    >
      <TextField
        label="User name"
        value={username}
        autoFocus
        spellCheck={false}
        hint="Letters, digits, dots, dashes and underscores. An invitation lets them choose it themselves."
        onChange={({ target }) => setUsername(target.value.trim())}
      />
      <TextField
        label="E-mail address (may be left out)"
        type="email"
        value={email}
        onChange={({ target }) => setEmail(target.value.trim())}
      />
      <TeamField value={team} onChange={setTeam} />
      <RoleChoices chosen={roles} onChange={setRoles} />
    </FormDialog>
  );
}
