/** What the opened view is, whether the filters are still its own, and what one may do about that. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { useMay, useMe, useWorkspace } from '../../api/workspace.tsx';
import { Button, buttonClass } from '../../kit/button.tsx';
import { EditView } from './edit-view.tsx';
import type { ExecutionFilters } from './filters.ts';
import { hasFilters } from './filters.ts';
import type { SavedView } from './opened-view.ts';
import { SaveView } from './save-view.tsx';
import { useGoToSearch } from './use-opened-view.ts';
import { DefaultButton, DeleteButton } from './view-actions.tsx';
import { useMayChange, viewsKey } from './view-queries.ts';

type Props = {
  saved: SavedView | undefined;
  filters: ExecutionFilters;
  state: 'as-saved' | 'changed';
  isBuiltIn: boolean;
};

export function ViewLine({ saved, filters, state, isBuiltIn }: Props) {
  const may = useMay('account');
  const [saving, setSaving] = useState(false);
  if (saved === undefined && (isBuiltIn || !may || !hasFilters(filters))) return null;
  return (
    <div className="mb-3 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <p className="min-w-0 text-muted" role="status">
        {saved ? <About view={saved} state={state} /> : 'These filters are not saved.'}
      </p>
      <div className="flex flex-wrap items-center gap-1">
        {saved && state === 'changed' && <SaveChanges view={saved} filters={filters} />}
        {may && (state === 'changed' || saved === undefined) && (
          <Button onClick={() => setSaving(true)}>{saved ? 'Save as new' : 'Save view'}</Button>
        )}
        {saved && state === 'changed' && (
          <Link
            to="/executions"
            search={({ project }) => ({ ...(project ? { project } : {}), view: saved.viewId })}
            className={`${buttonClass('quiet')} !text-text`}
          >
            Discard
          </Link>
        )}
        {saved && state === 'as-saved' && may && <Actions view={saved} />}
      </div>
      {saving && <SaveView filters={filters} onClose={() => setSaving(false)} />}
    </div>
  );
}

function About({
  view: { name, owner, visibility, standing },
  state,
}: {
  view: SavedView;
  state: Props['state'];
}) {
  const own = useMe().userId === owner.userId;
  if (state === 'changed')
    return (
      <>
        Not as saved in <b className="break-words text-text">{name}</b>.
      </>
    );
  return (
    <>
      {visibility === 'private' && 'Only you see this view.'}
      {visibility === 'shared' && own && 'You share this view.'}
      {visibility === 'shared' && !own && (
        <>
          Shared by <bdi>{owner.username}</bdi>.
        </>
      )}
      {standing === 'default' && ' Your list begins with it.'}
    </>
  );
}

function SaveChanges({ view, filters }: { view: SavedView; filters: ExecutionFilters }) {
  const workspace = useWorkspace();
  const mayChange = useMayChange();
  const go = useGoToSearch();
  const params = { path: { id: view.viewId } };
  const write = async (wanted: ExecutionFilters) =>
    (await workspace.api.PATCH('/api/v1/views/{id}', { params, body: { filters: wanted } })).data;
  const save = useAct({
    run: () => write(filters),
    concerns: [viewsKey(workspace)],
    said: ({ name }) => `“${name}” is changed.`,
    undo: () => () => write(view.filters),
    onDone: ({ viewId }) => go({ view: viewId }),
  });
  if (!mayChange(view)) return null;
  return (
    <Button look="primary" busy={save.busy} onClick={() => save.go(undefined)}>
      Save changes
    </Button>
  );
}

function Actions({ view }: { view: SavedView }) {
  const mayChange = useMayChange()(view);
  const [editing, setEditing] = useState(false);
  const go = useGoToSearch();
  return (
    <>
      {mayChange && (
        <Button look="quiet" onClick={() => setEditing(true)}>
          Rename or share
        </Button>
      )}
      <DefaultButton view={view} />
      {mayChange && <DeleteButton view={view} told="by-a-word" onDone={() => go({ view: 'all' })} />}
      {editing && <EditView view={view} onClose={() => setEditing(false)} />}
    </>
  );
}
