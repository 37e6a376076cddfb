/** A new definition: written here, saved without being run. */
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { Editor } from './editor/editor.tsx';
import { UnsavedGuard } from './unsaved-guard.tsx';

const BEGINNING = `# What is run, and how. The form beside says what else there is.
name: my tests
content:
  type: git
  url: https://example.com/shop.git
parallelism: 2
`;

export function NewDefinition() {
  const { project, api } = useWorkspace();
  const go = useNavigate();
  const queries = useQueryClient();
  const [text, setText] = useState(BEGINNING);
  const save = useAct({
    run: async (body: object) => (await api.POST('/api/v1/definitions', { body: body as never })).data,
    concerns: [keyOf(project, 'definitions')],
    said: ({ name }) => `${name} is saved as version 1.`,
    onDone: (saved) => {
      queries.setQueryData(keyOf(project, 'definition', saved.definitionId), saved);
      void go({ to: '/definitions/$id', params: { id: saved.definitionId }, ignoreBlocker: true });
    },
    refusals: 'here',
  });
  return (
    <>
      <PageHead title="New definition">
        <Link to="/definitions">All definitions</Link>
      </PageHead>
      <Editor
        text={text}
        onChange={setText}
        readOnly={false}
        action="Save"
        busy={save.busy}
        error={save.error}
        onSave={save.go}
        state="Saving runs nothing."
      />
      <UnsavedGuard unsaved={text !== BEGINNING} />
    </>
  );
}
