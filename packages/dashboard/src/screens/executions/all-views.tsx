/** Every view that one sees, however many there are: found by name, opened, changed. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay, useMe, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { TypedSearch } from '../../kit/typed-search.tsx';
import { EditView } from './edit-view.tsx';
import type { SavedView } from './opened-view.ts';
import { useGoToSearch } from './use-opened-view.ts';
import { DefaultButton, DeleteButton, useRestore } from './view-actions.tsx';
import { useMayChange, viewsKey } from './view-queries.ts';

const PAGE = 50;

type Props = { opened: string | undefined; onClose: () => void };

export function AllViews({ opened, onClose }: Props) {
  const [search, setSearch] = useState<string>();
  const [deleted, setDeleted] = useState<readonly SavedView[]>([]);
  const go = useGoToSearch();
  const onDeleted = (view: SavedView) => {
    setDeleted((known) => [...known, view]);
    if (view.viewId === opened) go({ view: 'all' });
  };
  return (
    <Dialog title="All views" onClose={onClose} wide>
      <TypedSearch label="Part of the name" value={search} set={setSearch} />
      <div className="mt-3 max-h-[60vh] overflow-y-auto">
        {deleted.map((view) => (
          <Deleted
            key={view.viewId}
            view={view}
            onRestored={() => setDeleted((known) => known.filter(({ viewId }) => viewId !== view.viewId))}
          />
        ))}
        <Found search={search} opened={opened} onClose={onClose} onDeleted={onDeleted} />
      </div>
    </Dialog>
  );
}

type FoundProps = Props & { search: string | undefined; onDeleted: (view: SavedView) => void };

function Found({ search, opened, onClose, onDeleted }: FoundProps) {
  const workspace = useWorkspace();
  const filters = search === undefined ? {} : { search };
  const found = useInfiniteQuery({
    queryKey: viewsKey(workspace, 'all', filters),
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...filters, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return (await workspace.api.GET('/api/v1/views', { params: { query }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  if (found.isPending) return <Loading what="views" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const views = found.data.pages.flatMap(({ items }) => items);
  if (views.length === 0) return <NoViews searched={search !== undefined} />;
  return (
    <>
      <ul aria-label="Saved views">
        {views.map((view) => (
          <Row
            key={view.viewId}
            view={view}
            opened={view.viewId === opened}
            onClose={onClose}
            onDeleted={() => onDeleted(view)}
          />
        ))}
      </ul>
      <More
        hasMore={found.hasNextPage}
        busy={found.isFetchingNextPage}
        load={() => void found.fetchNextPage()}
      />
    </>
  );
}

const NoViews = ({ searched }: { searched: boolean }) =>
  searched ? (
    <Empty title="No view of that name" />
  ) : (
    <Empty title="No view is saved yet">
      Filter the list, then press “Save view”: for yourself, or for everybody here.
    </Empty>
  );

/** The page behind a dialog is out of reach, and words that are said there with it. */
function Deleted({ view, onRestored }: { view: SavedView; onRestored: () => void }) {
  const restore = useRestore(view, onRestored);
  return (
    <p role="status" className="mb-1 flex items-center justify-between gap-3 rounded-md bg-sunken px-3 py-1">
      <span className="min-w-0 break-words">
        <bdi>{view.name}</bdi> <span className="text-muted">is deleted.</span>
      </span>
      <Button busy={restore.busy} aria-label={`Undo: ${view.name}`} onClick={() => restore.go(undefined)}>
        Undo
      </Button>
    </p>
  );
}

type RowProps = { view: SavedView; opened: boolean; onClose: () => void; onDeleted: () => void };

function Row({ view, opened, onClose, onDeleted }: RowProps) {
  const mayChange = useMayChange()(view);
  const may = useMay('account');
  const [editing, setEditing] = useState(false);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-1.5 last:border-0">
      <div className="min-w-40 flex-1">
        <Link
          to="/executions"
          search={({ project }) => ({ ...(project ? { project } : {}), view: view.viewId })}
          onClick={onClose}
          aria-current={opened ? 'page' : undefined}
          className="font-medium break-words text-text"
        >
          <bdi>{view.name}</bdi>
        </Link>
        <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
          <Whose view={view} />
          {view.standing === 'default' && <Chip tone="accent">Your default</Chip>}
        </p>
      </div>
      {may && (
        <div className="flex flex-wrap justify-end gap-1">
          {mayChange && (
            <Button
              look="quiet"
              aria-label={`Rename or share: ${view.name}`}
              onClick={() => setEditing(true)}
            >
              Rename or share
            </Button>
          )}
          <DefaultButton view={view} named />
          {mayChange && <DeleteButton view={view} named told="here" onDone={onDeleted} />}
        </div>
      )}
      {editing && <EditView view={view} onClose={() => setEditing(false)} />}
    </li>
  );
}

function Whose({ view: { visibility, owner } }: { view: SavedView }) {
  const own = useMe().userId === owner.userId;
  if (visibility === 'private') return <>Only you see it</>;
  return own ? (
    <>Shared by you</>
  ) : (
    <span>
      Shared by <bdi>{owner.username}</bdi>
    </span>
  );
}
