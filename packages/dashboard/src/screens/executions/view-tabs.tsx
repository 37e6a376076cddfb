/** Views in one row: those that are always there, then saved ones; all of them behind one button. */

import { BUILT_IN_VIEWS } from '@gauntlet/core/executions';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useMe, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { type SavedView, viewsInSight } from './opened-view.ts';
import { someViewsQuery } from './view-queries.ts';

type Props = {
  shown: string | undefined;
  saved: SavedView | undefined;
  changed: boolean;
  manage: () => void;
};

export function ViewTabs({ shown, saved, changed, manage }: Props) {
  const { userId } = useMe();
  const views = useQuery(someViewsQuery(useWorkspace())).data ?? [];
  const inSight = viewsInSight(views, userId, saved);
  const row = useRef<HTMLElement>(null);
  const place = [...BUILT_IN_VIEWS.map(({ key }) => key), ...inSight.map(({ viewId }) => viewId)].indexOf(
    shown ?? '',
  );
  useEffect(() => {
    row.current?.children[place]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [place]);
  return (
    <div className="mb-3 flex items-end gap-2 border-b border-line">
      <nav ref={row} aria-label="Views" className="-mb-px flex min-w-0 flex-1 gap-1 overflow-x-auto">
        {BUILT_IN_VIEWS.map(({ key, name }) => (
          <Tab key={key} view={key} shown={key === shown}>
            {name}
          </Tab>
        ))}
        {inSight.map(({ viewId, name, visibility, owner }) => (
          <Tab key={viewId} view={viewId} shown={viewId === shown}>
            <bdi className="max-w-48 truncate">{name}</bdi>
            {visibility === 'shared' && owner.userId !== userId && (
              <span className="text-xs text-muted">
                of <bdi>{owner.username}</bdi>
              </span>
            )}
            {viewId === shown && changed && (
              <span className="text-warn">
                <span aria-hidden="true">●</span>
                <span className="sr-only">changed</span>
              </span>
            )}
          </Tab>
        ))}
      </nav>
      <Button look="quiet" className="mb-0.5" onClick={manage}>
        All views
      </Button>
    </div>
  );
}

type TabProps = { view: string; shown: boolean; children: ReactNode };

const Tab = ({ view, shown, children }: TabProps) => (
  <Link
    to="/executions"
    search={({ project }) => ({ ...(project ? { project } : {}), view })}
    aria-current={shown ? 'page' : undefined}
    className={`flex items-baseline gap-1.5 border-b-2 px-2.5 py-1.5 text-sm whitespace-nowrap hover:no-underline focus-visible:-outline-offset-2 ${
      shown ? 'border-accent font-medium text-text' : 'border-transparent text-muted hover:text-text'
    }`}
  >
    {children}
  </Link>
);
