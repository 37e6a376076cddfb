/** Editing a stored definition: what is saved is the next version of the one it was made of. */
import { GauntletProblem } from '@gauntlet/client';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { keyOf, useMay, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Editor } from './editor/editor.tsx';
import { textOfBody } from './editor/text-of-body.ts';
import { UnsavedGuard } from './unsaved-guard.tsx';

type Definition = Schema['Definition'];
/** What is edited: the text, and of which version it was made. */
type Draft = { text: string; saved: string; version: number };

const draftOf = ({ body, version }: Definition): Draft => {
  const text = textOfBody(body);
  return { text, saved: text, version };
};

export function Edit({ definition }: { definition: Definition }) {
  const { definitionId, version: newest } = definition;
  const { project, api } = useWorkspace();
  const queries = useQueryClient();
  const may = useMay('submit');
  const [draft, setDraft] = useState(() => draftOf(definition));
  const unsaved = draft.text !== draft.saved;
  const save = useAct({
    run: async ({ body, expected }: { body: object; expected: number }) => {
      const params = { path: { id: definitionId }, query: { expected } };
      return (await api.PUT('/api/v1/definitions/{id}', { params, body: body as never })).data;
    },
    concerns: [keyOf(project, 'definitions'), keyOf(project, 'definition', definitionId)],
    said: ({ name, version }) => `${name} is saved as version ${version}.`,
    onDone: (now) => {
      queries.setQueryData(keyOf(project, 'definition', definitionId), now);
      setDraft((known) => ({ ...known, saved: known.text, version: now.version }));
    },
    refusals: 'here',
  });
  useEffect(() => {
    if (!unsaved && newest > draft.version) setDraft(draftOf(definition));
  }, [definition, newest, draft.version, unsaved]);
  const overtaken = unsaved && newest > draft.version;
  const isConflict = save.error instanceof GauntletProblem && save.error.code === 'changed-meanwhile';
  return (
    <>
      {overtaken && (
        <Overtaken
          mine={draft.version}
          newest={newest}
          takeTheirs={() => setDraft(draftOf(definition))}
          keepMine={() => setDraft((known) => ({ ...known, version: newest }))}
        />
      )}
      <Editor
        text={draft.text}
        onChange={(text) => setDraft((known) => ({ ...known, text }))}
        readOnly={!may}
        action="Save as a new version"
        busy={save.busy}
        error={isConflict && overtaken ? null : save.error}
        disabled={!unsaved || overtaken}
        onSave={(body) => save.go({ body, expected: draft.version })}
        state={
          may ? (unsaved ? '● Not saved yet' : `As in version ${draft.version}`) : 'You may look, not change.'
        }
      />
      <UnsavedGuard unsaved={unsaved} />
    </>
  );
}

type OvertakenProps = { mine: number; newest: number; takeTheirs: () => void; keepMine: () => void };

function Overtaken({ mine, newest, takeTheirs, keepMine }: OvertakenProps) {
  return (
    <div role="alert" className="mb-3 rounded-md border border-warn/40 bg-warn-soft px-3.5 py-2.5">
      <p className="font-medium text-warn">
        ! Version {newest} was saved meanwhile; what you changed was made of version {mine}.
      </p>
      <p className="mt-2 flex flex-wrap items-center gap-2">
        <Link
          to="."
          search={(known: object) => ({ ...known, tab: 'versions', version: newest, against: mine }) as never}
          target="_blank"
        >
          What changed
        </Link>
        <Button onClick={takeTheirs}>Drop mine, take version {newest}</Button>
        <Button onClick={keepMine}>Keep mine as the next version</Button>
      </p>
    </div>
  );
}
