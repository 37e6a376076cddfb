/** Changing when and how a schedule runs. Whose name it runs in and what it runs stay. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { Failure, Loading } from '../../kit/notice.tsx';
import { type Schedule, schedulesKey } from './schedule-query.ts';
import { changeOf, settingsOf } from './settings.ts';
import { SettingsFields } from './settings-fields.tsx';

type Props = { id: string; onClose: () => void };

export function EditSchedule({ id, onClose }: Props) {
  const workspace = useWorkspace();
  const found = useQuery({
    queryKey: schedulesKey(workspace, 'one', id),
    queryFn: async ({ signal }) =>
      (await workspace.api.GET('/api/v1/schedules/{id}', { params: { path: { id } }, signal })).data,
  });
  if (found.data) return <EditForm schedule={found.data} onClose={onClose} />;
  return (
    <Dialog title="Schedule" onClose={onClose}>
      {found.isPending && <Loading what="the schedule" />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
    </Dialog>
  );
}

function EditForm({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const workspace = useWorkspace();
  const [settings, setSettings] = useState(() => settingsOf(schedule));
  const change = changeOf(schedule, settings);
  const params = { path: { id: schedule.scheduleId } };
  const save = useAct({
    run: async () =>
      (await workspace.api.PATCH('/api/v1/schedules/{id}', { params, body: change ?? {} })).data,
    concerns: [schedulesKey(workspace)],
    said: ({ definitionName }) => `The schedule of ${definitionName} is changed.`,
    onDone: onClose,
    refusals: 'here',
  });
  return (
    <FormDialog
      title={`Schedule of ${schedule.definitionName}`}
      action="Save"
      busy={save.busy}
      error={save.error}
      disabled={change === null || Object.keys(change).length === 0}
      onSend={() => save.go(undefined)}
      onClose={onClose}
    >
      <SettingsFields
        settings={settings}
        change={(part) => setSettings((known) => ({ ...known, ...part }))}
      />
    </FormDialog>
  );
}
