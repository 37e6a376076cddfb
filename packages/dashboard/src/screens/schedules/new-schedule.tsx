/** A new schedule: of a definition that is there, in one's own name. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { DefinitionField } from './definition-field.tsx';
import { schedulesKey } from './schedule-query.ts';
import { firstSettings, orderOf } from './settings.ts';
import { SettingsFields } from './settings-fields.tsx';
import { ownZone } from './zones.ts';

type Props = { definitionId: string | undefined; onClose: () => void };

export function NewSchedule({ definitionId: first = '', onClose }: Props) {
  const workspace = useWorkspace();
  const [definitionId, setDefinitionId] = useState(first);
  const [settings, setSettings] = useState(() => firstSettings(ownZone()));
  const order = orderOf(settings);
  const make = useAct({
    run: async () =>
      (await workspace.api.POST('/api/v1/schedules', { body: { definitionId, ...order } })).data,
    concerns: [schedulesKey(workspace)],
    said: ({ definitionName }) => `${definitionName} is run at its times from now on.`,
    onDone: onClose,
    refusals: 'here',
  });
  return (
    <FormDialog
      title="New schedule"
      action="Schedule it"
      busy={make.busy}
      error={make.error}
      disabled={definitionId === '' || order === null}
      onSend={() => make.go(undefined)}
      onClose={onClose}
    >
      <DefinitionField value={definitionId} onChange={setDefinitionId} />
      <SettingsFields
        settings={settings}
        change={(part) => setSettings((known) => ({ ...known, ...part }))}
      />
      <p className="text-xs text-muted">
        It runs in your name: when you may not submit any more, it pauses and says why.
      </p>
    </FormDialog>
  );
}
