/** Causes that are one after all, and taking them apart again: what was counted of each was kept apart. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useAct } from '../../api/act.ts';
import { useMay, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Panel } from '../../kit/panel.tsx';
import { formatCount } from '../../kit/quantities.ts';
import { type Cause, causeQuery, causesKey } from './cause-query.ts';

export function Merged({ cause: { causeId, merged }, mayChange }: { cause: Cause; mayChange: boolean }) {
  if (merged.length === 0) return null;
  return (
    <Panel title="Merged into it">
      <ul>
        {merged.map((part) => (
          <li
            key={part.causeId}
            className="flex items-center justify-between gap-3 border-b border-line px-3.5 py-1.5 text-sm last:border-0"
          >
            <Link to="/failures/$id" params={{ id: part.causeId }} className="min-w-0 truncate">
              <bdi>{part.title}</bdi>
            </Link>
            <span className="flex shrink-0 items-center gap-2 text-muted tabular-nums">
              {formatCount(part.occurrences)}×
              {mayChange && <TakeApart causeId={part.causeId} title={part.title} into={causeId} />}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type ApartProps = { causeId: string; title: string; into: string };

function TakeApart({ causeId, title, into }: ApartProps) {
  const workspace = useWorkspace();
  const params = { path: { id: causeId } };
  const apart = useAct({
    run: () => workspace.api.POST('/api/v1/failure-causes/{id}/unmerge', { params }),
    concerns: [causesKey(workspace)],
    said: () => `“${title}” stands by itself again.`,
    undo: () => () =>
      workspace.api.POST('/api/v1/failure-causes/{id}/merge', { params, body: { failureCauseId: into } }),
  });
  return (
    <Button busy={apart.busy} aria-label={`Take apart: ${title}`} onClick={() => apart.go(undefined)}>
      Take apart
    </Button>
  );
}

/** Above one that is a part of another. */
export function PartOf({ cause: { causeId, title }, into }: { cause: Cause; into: string }) {
  const workspace = useWorkspace();
  const may = useMay('submit');
  const whole = useQuery(causeQuery(workspace, into));
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-sunken px-3.5 py-2 text-sm">
      <p className="min-w-0 break-words">
        It was merged into{' '}
        <Link to="/failures/$id" params={{ id: into }} className="font-medium">
          <bdi>{whole.data?.title ?? 'another'}</bdi>
        </Link>
        , which is shown in its place.
      </p>
      {may && <TakeApart causeId={causeId} title={title} into={into} />}
    </div>
  );
}
