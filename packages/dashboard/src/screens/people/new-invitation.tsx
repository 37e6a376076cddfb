/** Inviting somebody: the link is shown once. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { HOME } from '../../api/workspace.tsx';
import { TextField } from '../../kit/field.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { RoleChoices } from '../../parts/roles.tsx';
import { INVITATIONS } from './keys.ts';
import { LinkMade } from './link-made.tsx';
import { TeamField } from './team-field.tsx';

export function NewInvitation({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<string[]>(['developer']);
  const [team, setTeam] = useState('');
  const [days, setDays] = useState('');
  const invite = useAct({
    run: async () => {
      const body = {
        roles: roles as never,
        ...(email === '' ? {} : { email }),
        ...(team === '' ? {} : { teamId: team }),
        ...(days === '' ? {} : { expiresInDays: Number(days) }),
      };
      return (await HOME.api.POST('/api/v1/invitations', { body })).data;
    },
    concerns: [INVITATIONS],
    refusals: 'here',
  });
  if (invite.answer)
    return (
      <LinkMade
        title={`Invitation into ${invite.answer.teamName}`}
        label="Invitation link"
        link={invite.answer.link}
        expiresAt={invite.answer.expiresAt}
        hint="Whoever opens it makes an account with these roles, once: send it to whom it is for."
        onClose={onClose}
      />
    );
  return (
    <FormDialog
      title="Invite somebody"
      action="Make the link"
      busy={invite.busy}
      error={invite.error}
      disabled={roles.length === 0}
      onSend={() => invite.go(undefined)}
      onClose={onClose}
    >
      <TextField
        label="E-mail address (may be left out)"
        type="email"
        value={email}
        autoFocus
        hint="The account gets this address. Nothing is sent: you get a link to pass on."
        onChange={({ target }) => setEmail(target.value.trim())}
      />
      <TeamField value={team} onChange={setTeam} />
      <RoleChoices chosen={roles} onChange={setRoles} />
      <TextField
        label="Good for how many days"
        type="number"
        min={1}
        max={30}
        placeholder="as the team has set, else 7"
        value={days}
        onChange={({ target }) => setDays(target.value)}
      />
    </FormDialog>
  );
}
