/** One cause in the list. */
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../api/client.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Ago } from '../../kit/moment.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { formatCount } from '../../kit/quantities.ts';
import { useProjects } from '../../parts/projects.ts';
import { CauseChip, KindChip, UntilWhen } from './cause-chip.tsx';

type Cause = Schema['FailureCauseSummary'];

export function CauseRow({ cause }: { cause: Cause }) {
  const { causeId, title, kind, owner, occurrences, lastSeenAt } = cause;
  return (
    <Link
      to="/failures/$id"
      params={{ id: causeId }}
      data-row
      className="@container block border-b border-line px-3.5 py-2 text-text hover:bg-sunken hover:no-underline focus-visible:-outline-offset-2"
    >
      <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 @2xl:grid-cols-[7rem_minmax(0,1fr)_9rem_5rem_6.5rem]">
        <span className="hidden @2xl:block">
          <CauseChip {...cause} />
        </span>
        <span className="min-w-0">
          <bdi className="line-clamp-2 font-medium break-words" title={title}>
            {title}
          </bdi>
          <span className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
            <span className="@2xl:hidden">
              <CauseChip {...cause} />
            </span>
            <KindChip kind={kind} />
            <UntilWhen {...cause} />
            <span>
              first seen <Ago at={cause.firstSeenAt} />
            </span>
            {owner !== null && <bdi className="@2xl:hidden">{owner.username}</bdi>}
            <ProjectOf cause={cause} />
          </span>
        </span>
        <span className="hidden min-w-0 truncate text-sm @2xl:block">
          {owner === null ? <span className="text-muted">no owner</span> : <bdi>{owner.username}</bdi>}
        </span>
        <span className="hidden text-right tabular-nums @2xl:block">
          {formatCount(occurrences)}
          <span aria-hidden="true">×</span>
          <span className="sr-only"> times</span>
        </span>
        <span className="text-right text-sm text-muted">
          <span className="block text-text tabular-nums @2xl:hidden">{formatCount(occurrences)}×</span>
          <Ago at={lastSeenAt} />
        </span>
      </span>
    </Link>
  );
}

function ProjectOf({ cause: { projectId } }: { cause: Cause }) {
  const { project } = useWorkspace();
  const names = useProjects();
  if (projectId === null || project !== undefined) return null;
  return <Chip tone="accent">project {names.get(projectId) ?? projectId.slice(-8)}</Chip>;
}
