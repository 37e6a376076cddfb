/** What one may do with a schedule. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { newKey } from '../../api/new-key.ts';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/dialog.tsx';
import { type Schedule, schedulesKey } from './schedule-query.ts';

type Props = { schedule: Schedule };

export function RowActions({ schedule, edit }: Props & { edit: () => void }) {
  return (
    <>
      <RunNow schedule={schedule} />
      <PauseOrResume schedule={schedule} />
      <Button look="quiet" aria-label={`Edit the schedule of ${schedule.definitionName}`} onClick={edit}>
        Edit
      </Button>
      <Remove schedule={schedule} />
    </>
  );
}

function RunNow({ schedule: { scheduleId, definitionName } }: Props) {
  const workspace = useWorkspace();
  const go = useNavigate();
  const run = useAct({
    run: async () => {
      const params = { path: { id: scheduleId }, header: { 'idempotency-key': newKey() } };
      return (await workspace.api.POST('/api/v1/schedules/{id}/run', { params })).data;
    },
    concerns: [keyOf(workspace.project, 'executions'), keyOf(workspace.project, 'queue')],
    said: () => `${definitionName} is submitted in your name; its times stay as they are.`,
    onDone: ({ executionId }) => void go({ to: '/executions/$id', params: { id: executionId } }),
  });
  return (
    <Button
      look="quiet"
      busy={run.busy}
      aria-label={`Run now: ${definitionName}`}
      onClick={() => run.go(undefined)}
    >
      ▶ Run now
    </Button>
  );
}

function PauseOrResume({ schedule: { scheduleId, definitionName, status } }: Props) {
  const workspace = useWorkspace();
  const params = { path: { id: scheduleId } };
  const paused = status === 'paused';
  const set = (to: 'pause' | 'resume') =>
    to === 'pause'
      ? workspace.api.POST('/api/v1/schedules/{id}/pause', { params })
      : workspace.api.POST('/api/v1/schedules/{id}/resume', { params });
  const turn = useAct({
    run: (to: 'pause' | 'resume') => set(to),
    concerns: [schedulesKey(workspace)],
    said: (_, to) =>
      to === 'pause'
        ? `${definitionName} is not run until it is resumed.`
        : `${definitionName} is run again, from its next time on.`,
    undo: (_, to) => () => set(to === 'pause' ? 'resume' : 'pause'),
  });
  return (
    <Button
      look="quiet"
      busy={turn.busy}
      aria-label={`${paused ? 'Resume' : 'Pause'}: ${definitionName}`}
      onClick={() => turn.go(paused ? 'resume' : 'pause')}
    >
      {paused ? 'Resume' : 'Pause'}
    </Button>
  );
}

function Remove({ schedule: { scheduleId, definitionName, cron, timeZone } }: Props) {
  const workspace = useWorkspace();
  const [asked, setAsked] = useState(false);
  const remove = useAct({
    run: () => workspace.api.DELETE('/api/v1/schedules/{id}', { params: { path: { id: scheduleId } } }),
    concerns: [schedulesKey(workspace)],
    said: () => `The schedule of ${definitionName} is removed; what it has run stays.`,
    onDone: () => setAsked(false),
  });
  return (
    <>
      <Button
        look="danger"
        aria-label={`Remove the schedule of ${definitionName}`}
        onClick={() => setAsked(true)}
      >
        Remove
      </Button>
      {asked && (
        <Confirm
          title="Remove this schedule?"
          action="Remove"
          busy={remove.busy}
          onYes={() => remove.go(undefined)}
          onClose={() => setAsked(false)}
        >
          <b>{definitionName}</b> is no longer run at <code className="font-mono">{cron}</code> ({timeZone}).
          What it has run stays. This cannot be undone.
        </Confirm>
      )}
    </>
  );
}
