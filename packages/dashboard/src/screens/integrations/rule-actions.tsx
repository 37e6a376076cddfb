/** What is done with a rule: turning it on and off, removing it. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { clientOf } from '../../api/client.ts';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/dialog.tsx';
import type { Rule } from './queries.ts';

const doorOf = ({ ruleId, projectId }: Rule) => ({
  api: clientOf(projectId ?? undefined),
  params: { path: { id: ruleId } },
});

export function TurnRule({ rule }: { rule: Rule }) {
  const { project } = useWorkspace();
  const { api, params } = doorOf(rule);
  const to = rule.state === 'on' ? 'off' : 'on';
  const set = (state: 'on' | 'off') =>
    api.PATCH('/api/v1/notification-rules/{id}', { params, body: { state } });
  const turn = useAct({
    run: () => set(to),
    concerns: [keyOf(project, 'notification-rules')],
    said: () => (to === 'off' ? `${rule.name} tells nothing any more.` : `${rule.name} is on.`),
    undo: () => () => set(rule.state),
  });
  return (
    <Button busy={turn.busy} onClick={() => turn.go(undefined)} aria-label={`Turn ${to}: ${rule.name}`}>
      Turn {to}
    </Button>
  );
}

export function RemoveRule({ rule }: { rule: Rule }) {
  const { project } = useWorkspace();
  const { api, params } = doorOf(rule);
  const [asked, setAsked] = useState(false);
  const remove = useAct({
    run: () => api.DELETE('/api/v1/notification-rules/{id}', { params }),
    concerns: [keyOf(project, 'notification-rules')],
    said: () => `Rule ${rule.name} is removed.`,
    onDone: () => setAsked(false),
  });
  return (
    <>
      <Button look="danger" onClick={() => setAsked(true)} aria-label={`Remove ${rule.name}`}>
        Remove
      </Button>
      {asked && (
        <Confirm
          title="Remove this rule?"
          action="Remove"
          busy={remove.busy}
          onYes={() => remove.go(undefined)}
          onClose={() => setAsked(false)}
        >
          <b>{rule.name}</b> tells nothing any more; what it has told stays. This cannot be undone: turning it
          off can.
        </Confirm>
      )}
    </>
  );
}
