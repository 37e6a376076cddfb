/** Making a team, or changing one: its name and state by admins, its settings by its lead. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { HOME, useMayAtHome } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { TextField } from '../../kit/field.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { TEAMS } from './keys.ts';

type Team = Schema['Team'];

export function TeamForm({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const [isAdmin, isLead] = [useMayAtHome('admin'), useMayAtHome('team')];
  const [name, setName] = useState(team?.name ?? '');
  const [description, setDescription] = useState(team?.settings.description ?? '');
  const [days, setDays] = useState(String(team?.settings.invitationDays ?? ''));
  const settings = {
    description: description.trim() === '' ? null : description.trim(),
    invitationDays: days === '' ? null : Number(days),
  };
  const save = useAct({
    run: () =>
      team === null
        ? HOME.api.POST('/api/v1/teams', { body: { name, settings } })
        : HOME.api.PATCH('/api/v1/teams/{id}', {
            params: { path: { id: team.teamId } },
            body: { ...(name === team.name ? {} : { name }), settings },
          }),
    concerns: [TEAMS],
    said: () => (team === null ? `Team ${name} is made.` : `Team ${name} is changed.`),
    onDone: onClose,
    refusals: 'here',
  });
  return (
    <FormDialog
      title={team === null ? 'New team' : `Team ${team.name}`}
      action={team === null ? 'Make the team' : 'Save'}
      busy={save.busy}
      error={save.error}
      disabled={!isLead || name.trim() === ''}
      onSend={() => save.go(undefined)}
      onClose={onClose}
    >
      <TextField
        label="Name"
        value={name}
        readOnly={!isAdmin}
        autoFocus={team === null}
        onChange={({ target }) => setName(target.value)}
      />
      <TextField
        label="What it is there for"
        value={description}
        readOnly={!isLead}
        maxLength={500}
        onChange={({ target }) => setDescription(target.value)}
      />
      <TextField
        label="Days for which its invitations are good"
        type="number"
        min={1}
        max={30}
        placeholder="7"
        value={days}
        readOnly={!isLead}
        onChange={({ target }) => setDays(target.value)}
      />
      {team !== null && isAdmin && <Turn team={team} onClose={onClose} />}
    </FormDialog>
  );
}

function Turn({ team: { teamId, name, active }, onClose }: { team: Team; onClose: () => void }) {
  const set = (to: boolean) =>
    HOME.api.PATCH('/api/v1/teams/{id}', { params: { path: { id: teamId } }, body: { active: to } });
  const turn = useAct({
    run: () => set(!active),
    concerns: [TEAMS],
    said: () =>
      active ? `Team ${name} is deactivated: nobody of it gets in.` : `Team ${name} is active again.`,
    undo: () => () => set(active),
    onDone: onClose,
  });
  return (
    <p className="flex items-center gap-3 border-t border-line pt-3">
      <Button look={active ? 'danger' : 'plain'} busy={turn.busy} onClick={() => turn.go(undefined)}>
        {active ? 'Deactivate the team' : 'Activate the team'}
      </Button>
      <span className="text-xs text-muted">{active ? 'Nobody of it gets in any more, at once.' : ''}</span>
    </p>
  );
}
