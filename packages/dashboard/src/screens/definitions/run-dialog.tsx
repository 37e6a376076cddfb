/** Running a definition as it is stored, with what is changed for this once. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { TextField } from '../../kit/field.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { type Once, overridesOf } from './overrides.ts';

type Props = { definition: Schema['Definition']; onClose: () => void };

export function RunDialog({ definition: { definitionId, name, version, body }, onClose }: Props) {
  const { project, api } = useWorkspace();
  const go = useNavigate();
  const [once, setOnce] = useState<Once>({});
  const change = (part: Once) => setOnce((known) => ({ ...known, ...part }));
  const overrides = overridesOf(body, once);
  const run = useAct({
    run: async () => {
      const order = { definitionId, ...(Object.keys(overrides).length === 0 ? {} : { overrides }) };
      return (await api.POST('/api/v1/tests', { body: order as never })).data;
    },
    concerns: [keyOf(project, 'executions'), keyOf(project, 'queue')],
    said: () => `${name} is submitted.`,
    onDone: ({ executionId }) => {
      onClose();
      void go({ to: '/executions/$id', params: { id: executionId }, ignoreBlocker: true });
    },
    refusals: 'here',
  });
  return (
    <FormDialog
      title={`Run ${name}, version ${version}`}
      action="▶ Run"
      busy={run.busy}
      error={run.error}
      onSend={() => run.go(undefined)}
      onClose={onClose}
    >
      <p className="text-sm text-muted">As it is saved. What you fill in below holds for this run alone.</p>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Groups"
          type="number"
          min={1}
          max={500}
          autoFocus
          placeholder={String(body.parallelism)}
          value={once.parallelism ?? ''}
          onChange={({ target }) => change({ parallelism: target.value })}
        />
        <TextField
          label="Priority"
          type="number"
          min={0}
          max={100}
          placeholder={String(body.priority)}
          value={once.priority ?? ''}
          onChange={({ target }) => change({ priority: target.value })}
        />
      </div>
      {body.content.type === 'git' && (
        <TextField
          label="Branch, tag or commit"
          placeholder={body.content.ref ?? 'the default branch'}
          spellCheck={false}
          value={once.ref ?? ''}
          onChange={({ target }) => change({ ref: target.value.trim() })}
        />
      )}
      <TextField
        label="Only these files or folders"
        placeholder={body.paths.join(' ') || 'all'}
        hint="By spaces."
        spellCheck={false}
        value={once.paths ?? ''}
        onChange={({ target }) => change({ paths: target.value })}
      />
      <TextField
        label="Further variables"
        placeholder="BASE_URL=http://stage.test"
        hint="NAME=value, by spaces; added to those it has."
        spellCheck={false}
        value={once.environment ?? ''}
        onChange={({ target }) => change({ environment: target.value })}
      />
    </FormDialog>
  );
}
