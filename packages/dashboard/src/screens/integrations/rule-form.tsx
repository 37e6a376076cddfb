/** Making a rule, or changing one. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { clientOf } from '../../api/client.ts';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { FormDialog } from '../../kit/form.tsx';
import type { Rule } from './queries.ts';
import { EMPTY_RULE, lacking, type RuleDraft, ruleDraftOf, ruleOf } from './rule-draft.ts';
import { RuleFields } from './rule-fields.tsx';

export function NewRule({ onClose }: { onClose: () => void }) {
  const { project, api } = useWorkspace();
  const [draft, setDraft] = useState<RuleDraft>(EMPTY_RULE);
  const make = useAct({
    run: async () => (await api.POST('/api/v1/notification-rules', { body: ruleOf(draft) })).data,
    concerns: [keyOf(project, 'notification-rules')],
    said: ({ name }) => `Rule ${name} is made.`,
    onDone: onClose,
    refusals: 'here',
  });
  return (
    <FormDialog
      title="New rule"
      action="Make the rule"
      busy={make.busy}
      error={make.error}
      disabled={lacking(draft) !== null}
      onSend={() => make.go(undefined)}
      onClose={onClose}
    >
      <RuleFields draft={draft} onChange={setDraft} projectId={project ?? null} />
      <Lacking draft={draft} />
    </FormDialog>
  );
}

export function ChangeRule({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const { ruleId, projectId, name } = rule;
  const { project } = useWorkspace();
  const [draft, setDraft] = useState<RuleDraft>(() => ruleDraftOf(rule));
  const change = useAct({
    run: () =>
      clientOf(projectId ?? undefined).PATCH('/api/v1/notification-rules/{id}', {
        params: { path: { id: ruleId } },
        body: ruleOf(draft),
      }),
    concerns: [keyOf(project, 'notification-rules')],
    said: () => `Rule ${draft.name.trim()} is changed.`,
    onDone: onClose,
    refusals: 'here',
  });
  return (
    <FormDialog
      title={`Rule ${name}`}
      action="Save"
      busy={change.busy}
      error={change.error}
      disabled={lacking(draft) !== null}
      onSend={() => change.go(undefined)}
      onClose={onClose}
    >
      <RuleFields draft={draft} onChange={setDraft} projectId={projectId} />
      <Lacking draft={draft} />
    </FormDialog>
  );
}

function Lacking({ draft }: { draft: RuleDraft }) {
  return (
    <p role="status" className="min-h-5 text-right text-xs text-muted">
      {lacking(draft)}
    </p>
  );
}
