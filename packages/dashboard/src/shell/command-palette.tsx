/** Go anywhere by typing: places, views, executions by name or id, definitions. */
import { BUILT_IN_VIEWS } from '@gauntlet/core/executions';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useDeferredValue, useState } from 'react';
import type { Schema } from '../api/client.ts';
import { keyOf, useWorkspace, type Workspace } from '../api/workspace.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { inputClass } from '../kit/field.tsx';
import { PLACES } from './places.ts';

type Hit = {
  key: string;
  label: string;
  kind: string;
  to: string;
  params?: Record<string, string>;
  search?: { view: string };
};

const MOST_HITS = 12;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function CommandPalette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const go = useNavigate();
  const hits = useHits(useDeferredValue(typed.trim()));
  const open = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    const { to, params = {}, search } = hit;
    void go({
      to,
      params,
      ...(search && {
        search: ({ project }: { project?: string }) => ({ ...(project ? { project } : {}), ...search }),
      }),
    } as never);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') open(hits[at]);
    if (by === undefined || hits.length === 0) return;
    event.preventDefault();
    setAt((at + by + hits.length) % hits.length);
  };
  return (
    <Dialog title="Go to" onClose={onClose}>
      <input
        type="text"
        role="combobox"
        aria-label="Place, view, execution or definition"
        aria-expanded="true"
        aria-controls="palette-hits"
        aria-activedescendant={hits[at] && `hit-${at}`}
        autoComplete="off"
        autoFocus
        value={typed}
        placeholder="Type a name, or an id"
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className={inputClass}
      />
      <div id="palette-hits" role="listbox" aria-label="Found" className="mt-2 max-h-80 overflow-y-auto">
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input, as of a combobox
          <div
            key={hit.key}
            id={`hit-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => open(hit)}
            onMouseMove={() => setAt(index)}
            className={`flex cursor-pointer justify-between gap-3 rounded px-2 py-1.5 ${index === at ? 'bg-accent-soft' : ''}`}
          >
            <span className="truncate">{hit.label}</span>
            <span className="text-muted">{hit.kind}</span>
          </div>
        ))}
      </div>
      {hits.length === 0 && <p className="px-2 py-3 text-muted">Nothing of that name.</p>}
    </Dialog>
  );
}

function useHits(typed: string): readonly Hit[] {
  const workspace = useWorkspace();
  const found = useQuery({
    queryKey: keyOf(workspace.project, 'palette', typed),
    queryFn: ({ signal }) => search(workspace, typed, signal),
    enabled: typed.length > 1,
    placeholderData: (known) => known,
  });
  const wanted = typed.toLowerCase();
  const places = PLACES.filter(({ label }) => label.toLowerCase().includes(wanted)).map(
    ({ to, label, group }): Hit => ({ key: to, label, kind: group, to }),
  );
  const builtIn =
    typed.length > 1 ? BUILT_IN_VIEWS.filter(({ name }) => name.toLowerCase().includes(wanted)) : [];
  const views = builtIn.map(({ key, name }) => viewHit(key, name));
  return [...places, ...views, ...(typed.length > 1 ? (found.data ?? []) : [])].slice(0, MOST_HITS);
}

async function search({ api }: Workspace, typed: string, signal: AbortSignal): Promise<Hit[]> {
  if (ID.test(typed))
    return [{ key: typed, label: typed, kind: 'Execution', to: '/executions/$id', params: { id: typed } }];
  const [views, definitions, executions] = await Promise.all([
    api.GET('/api/v1/views', { params: { query: { search: typed, limit: 5 } }, signal }),
    api.GET('/api/v1/definitions', { params: { query: { search: typed, limit: 5 } }, signal }),
    api.GET('/api/v1/executions', { params: { query: { name: typed, limit: 8 } }, signal }),
  ]);
  return [
    ...views.data.items.map(({ viewId, name }) => viewHit(viewId, name)),
    ...definitions.data.items.map(definitionHit),
    ...executions.data.items.map(executionHit),
  ];
}

const viewHit = (view: string, name: string): Hit => ({
  key: `view ${view}`,
  label: name,
  kind: 'View of executions',
  to: '/executions',
  search: { view },
});

const definitionHit = ({ definitionId, name }: Schema['DefinitionList']['items'][number]): Hit => ({
  key: definitionId,
  label: name,
  kind: 'Definition',
  to: '/definitions/$id',
  params: { id: definitionId },
});

const executionHit = ({ executionId, name, submittedAt }: Schema['ExecutionSummary']): Hit => ({
  key: executionId,
  label: `${name}, ${new Date(submittedAt).toLocaleString()}`,
  kind: 'Execution',
  to: '/executions/$id',
  params: { id: executionId },
});
