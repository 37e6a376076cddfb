/** The filters in force become a view. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { FormDialog } from '../../kit/form.tsx';
import type { ExecutionFilters } from './filters.ts';
import { useGoToSearch } from './use-opened-view.ts';
import { type ViewDraft, ViewFields } from './view-fields.tsx';
import { viewsKey } from './view-queries.ts';

type Props = { filters: ExecutionFilters; onClose: () => void };

export function SaveView({ filters, onClose }: Props) {
  const workspace = useWorkspace();
  const go = useGoToSearch();
  const [draft, setDraft] = useState<ViewDraft>({ name: '', visibility: 'private' });
  const save = useAct({
    run: async () => (await workspace.api.POST('/api/v1/views', { body: { ...draft, filters } })).data,
    concerns: [viewsKey(workspace)],
    said: ({ name }) => `“${name}” is saved.`,
    onDone: ({ viewId }) => {
      onClose();
      go({ view: viewId });
    },
    refusals: 'here',
  });
  return (
    <FormDialog
      title="Save view"
      action="Save"
      busy={save.busy}
      error={save.error}
      disabled={draft.name.trim() === ''}
      onSend={() => save.go(undefined)}
      onClose={onClose}
    >
      <ViewFields draft={draft} change={(part) => setDraft((known) => ({ ...known, ...part }))} />
    </FormDialog>
  );
}
