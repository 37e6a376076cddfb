/** Another name for a view, or others who see it. What it filters for is changed in the list itself. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { useMe, useWorkspace } from '../../api/workspace.tsx';
import { FormDialog } from '../../kit/form.tsx';
import type { SavedView } from './opened-view.ts';
import { type ViewDraft, ViewFields } from './view-fields.tsx';
import { viewsKey } from './view-queries.ts';

type Props = { view: SavedView; onClose: () => void };

export function EditView({ view, onClose }: Props) {
  const workspace = useWorkspace();
  const own = useMe().userId === view.owner.userId;
  const [draft, setDraft] = useState<ViewDraft>({ name: view.name, visibility: view.visibility });
  const params = { path: { id: view.viewId } };
  const write = async (body: ViewDraft) =>
    (await workspace.api.PATCH('/api/v1/views/{id}', { params, body })).data;
  const save = useAct({
    run: () => write(draft),
    concerns: [viewsKey(workspace)],
    said: ({ name }) => `“${name}” is changed.`,
    undo: () => (own ? () => write({ name: view.name, visibility: view.visibility }) : undefined),
    onDone: onClose,
    refusals: 'here',
  });
  const unchanged = draft.name.trim() === view.name && draft.visibility === view.visibility;
  return (
    <FormDialog
      title="Rename or share"
      action="Save"
      busy={save.busy}
      error={save.error}
      disabled={draft.name.trim() === '' || unchanged}
      onSend={() => save.go(undefined)}
      onClose={onClose}
    >
      <ViewFields
        draft={draft}
        change={(part) => setDraft((known) => ({ ...known, ...part }))}
        {...(own ? {} : { ownerName: view.owner.username })}
      />
    </FormDialog>
  );
}
