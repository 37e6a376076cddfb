/** What is done to a view by one press. */
import { useAct } from '../../api/act.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import type { SavedView } from './opened-view.ts';
import { viewsKey } from './view-queries.ts';

type Props = { view: SavedView; named?: boolean };

export function DefaultButton({ view: { viewId, name, standing }, named = false }: Props) {
  const workspace = useWorkspace();
  const params = { path: { id: viewId } };
  const set = (to: SavedView['standing']): Promise<unknown> =>
    to === 'default'
      ? workspace.api.PUT('/api/v1/views/{id}/default', { params })
      : workspace.api.DELETE('/api/v1/views/{id}/default', { params });
  const wanted = standing === 'default' ? 'plain' : 'default';
  const turn = useAct({
    run: set,
    concerns: [viewsKey(workspace)],
    said: (_, to) =>
      to === 'default'
        ? `Your list of executions begins with “${name}” from now on.`
        : 'Your list of executions begins with all of them again.',
    undo: (_, to) => () => set(to === 'default' ? 'plain' : 'default'),
  });
  const text = wanted === 'default' ? 'Make default' : 'Not my default';
  return (
    <Button
      look="quiet"
      busy={turn.busy}
      aria-label={named ? `${text}: ${name}` : undefined}
      onClick={() => turn.go(wanted)}
    >
      {text}
    </Button>
  );
}

/** What is restored comes back under the same id. */
export const useRestore = (view: SavedView, onDone: () => void) => {
  const workspace = useWorkspace();
  const params = { path: { id: view.viewId } };
  return useAct({
    run: () => workspace.api.POST('/api/v1/views/{id}/restore', { params }),
    concerns: [viewsKey(workspace)],
    onDone,
  });
};

/** `told`: by a word with its way back, or `here`, where who asked shows that. */
type DeleteProps = Props & { told: 'by-a-word' | 'here'; onDone: () => void };

export function DeleteButton({ view: { viewId, name }, named = false, told, onDone }: DeleteProps) {
  const workspace = useWorkspace();
  const params = { path: { id: viewId } };
  const remove = useAct({
    run: () => workspace.api.DELETE('/api/v1/views/{id}', { params }),
    concerns: [viewsKey(workspace)],
    ...(told === 'by-a-word' && { said: () => `The view “${name}” is deleted.` }),
    undo: () => () => workspace.api.POST('/api/v1/views/{id}/restore', { params }),
    onDone,
  });
  return (
    <Button
      look="quiet"
      className="!text-fail"
      busy={remove.busy}
      aria-label={named ? `Delete: ${name}` : undefined}
      onClick={() => remove.go(undefined)}
    >
      Delete
    </Button>
  );
}
