/** What one may do with it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { newKey } from '../../../api/new-key.ts';
import { keyOf, useMay, useWorkspace } from '../../../api/workspace.tsx';
import { Button, buttonClass } from '../../../kit/button.tsx';
import { Confirm } from '../../../kit/dialog.tsx';
import { useShortcuts } from '../../../kit/keys.ts';
import { plural } from '../../../kit/quantities.ts';
import { useSay } from '../../../kit/said.tsx';
import type { Execution } from '../queries.ts';
import { CompareWith } from './compare-with.tsx';
import { CopyCommand } from './copy-command.tsx';

/** Nothing of it can be stopped any more. */
const OVER = new Set([
  'rejected',
  'expired',
  'completed',
  'failed',
  'timeout',
  'cancelled',
  'cleanup',
  'archived',
]);

export function Actions({ execution }: { execution: Execution }) {
  const may = useMay('submit');
  const over = execution.verdict !== null || OVER.has(execution.status);
  return (
    <>
      {may && over && <Rerun execution={execution} />}
      {may && !over && <Cancel execution={execution} />}
      <CompareWith execution={execution} />
      <Reports reports={execution.reports} />
      <CopyCommand execution={execution} />
    </>
  );
}

function Rerun({ execution: { executionId, name, counts, verdict } }: { execution: Execution }) {
  const { project, api } = useWorkspace();
  const queries = useQueryClient();
  const go = useNavigate();
  const say = useSay();
  const rerun = useMutation({
    mutationFn: async (only: 'all' | 'failed') => {
      const header = { 'idempotency-key': newKey() };
      const params = { path: { id: executionId }, header };
      return (await api.POST('/api/v1/executions/{id}/rerun', { params, body: { only } })).data;
    },
    onSuccess: ({ executionId: next }, only) => {
      void queries.invalidateQueries({ queryKey: keyOf(project, 'executions') });
      say.done(`${name} runs again${only === 'failed' ? ', only what failed' : ''}.`);
      void go({ to: '/executions/$id', params: { id: next }, search: {} });
    },
    onError: (error) => say.failed(error),
  });
  const anyFailed = counts.failed > 0 || (verdict !== 'passed' && verdict !== 'flaky');
  const start = (only: 'all' | 'failed') => {
    if (!rerun.isPending) rerun.mutate(only);
  };
  useShortcuts([
    { keys: 'R', what: 'run again', run: () => start('all') },
    ...(anyFailed ? [{ keys: 'F', what: 'run again what failed', run: () => start('failed') }] : []),
  ]);
  return (
    <>
      {anyFailed && (
        <Button look="primary" busy={rerun.isPending} title="Key F" onClick={() => start('failed')}>
          Rerun failed
        </Button>
      )}
      <Button busy={rerun.isPending} title="Key R" onClick={() => start('all')}>
        Rerun
      </Button>
    </>
  );
}

function Cancel({ execution: { executionId, name, units } }: { execution: Execution }) {
  const { project, api } = useWorkspace();
  const queries = useQueryClient();
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () => api.POST('/api/v1/executions/{id}/cancel', { params: { path: { id: executionId } } }),
    onSuccess: () => say.done(`${name} is being cancelled. What was reported is kept.`),
    onError: (error) => say.failed(error),
    onSettled: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: keyOf(project, 'execution', executionId) });
    },
  });
  useShortcuts([{ keys: 'X', what: 'cancel', run: () => setAsking(true) }]);
  return (
    <>
      <Button look="danger" title="Key X" onClick={() => setAsking(true)}>
        Cancel
      </Button>
      {asking && (
        <Confirm
          title="Cancel this execution?"
          action="Cancel it"
          busy={cancel.isPending}
          onYes={() => cancel.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>
            The tests that run are ended now.{' '}
            {units.total > 0 &&
              `${plural(units.total - units.reported, 'unit')} of ${units.total} will not be reported. `}
            What was reported is kept.
          </p>
        </Confirm>
      )}
    </>
  );
}

function Reports({ reports: { html, junit } }: { reports: Execution['reports'] }) {
  return (
    <>
      {html && (
        <a href={html} target="_blank" rel="noreferrer" className={buttonClass()}>
          HTML report <span className="sr-only">(opens a new tab)</span>
        </a>
      )}
      {junit && (
        <a href={junit} download className={buttonClass()}>
          JUnit
        </a>
      )}
    </>
  );
}
