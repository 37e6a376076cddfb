/** One schedule in the list: what it runs and when, what came of the last time, and what one may do with it. */
import { Link } from '@tanstack/react-router';
import { useWorkspace } from '../../api/workspace.tsx';
import { Ago, When } from '../../kit/moment.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { useProjects } from '../../parts/projects.ts';
import { LastOutcome } from './last-outcome.tsx';
import { RowActions } from './row-actions.tsx';
import type { Schedule } from './schedule-query.ts';

type Props = { schedule: Schedule; mayChange: boolean; edit: () => void };

export function ScheduleRow({ schedule, mayChange, edit }: Props) {
  return (
    <div className="@container border-b border-line px-3.5 py-2 hover:bg-sunken">
      <div className="grid grid-cols-2 items-center gap-x-4 gap-y-1.5 @3xl:grid-cols-[minmax(0,1fr)_11rem_9rem_auto]">
        <What schedule={schedule} />
        <Next schedule={schedule} />
        <div className="min-w-0 text-right text-sm @3xl:text-left">
          <LastOutcome schedule={schedule} />
        </div>
        {mayChange && (
          <div className="col-span-2 flex flex-wrap justify-end gap-1 @3xl:col-span-1">
            <RowActions schedule={schedule} edit={edit} />
          </div>
        )}
      </div>
    </div>
  );
}

function What({
  schedule: { definitionId, definitionName, cron, timeZone, createdBy, status, pausedReason, projectId },
}: {
  schedule: Schedule;
}) {
  const { project } = useWorkspace();
  const names = useProjects();
  return (
    <div className="col-span-2 min-w-0 @3xl:col-span-1">
      <div className="flex min-w-0 items-center gap-2">
        <Link
          to="/definitions/$id"
          params={{ id: definitionId }}
          data-row
          className="truncate font-medium text-text"
        >
          <bdi>{definitionName}</bdi>
        </Link>
        {status === 'paused' && (
          <Chip tone="warn">
            <span aria-hidden="true">‖</span>
            Paused
          </Chip>
        )}
        {projectId !== null && project === undefined && (
          <Chip tone="accent">project {names.get(projectId) ?? projectId.slice(-8)}</Chip>
        )}
      </div>
      <p className="text-xs text-muted">
        <code className="font-mono text-text">{cron}</code> {timeZone} · in the name of <bdi>{createdBy}</bdi>
      </p>
      {pausedReason !== null && <p className="text-xs break-words text-warn">{pausedReason}</p>}
    </div>
  );
}

function Next({ schedule: { status, nextRunAt } }: { schedule: Schedule }) {
  if (status === 'paused') return <p className="text-sm text-muted">Not until it is resumed</p>;
  if (nextRunAt === null) return <p className="text-sm text-muted">No time is left</p>;
  return (
    <p className="text-sm">
      <span className="sr-only">Next: </span>
      <When at={nextRunAt} />
      <span className="block text-xs text-muted">
        next, <Ago at={nextRunAt} />
      </span>
    </p>
  );
}
