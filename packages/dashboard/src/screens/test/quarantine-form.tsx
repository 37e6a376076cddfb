/** Puts a test into quarantine: still run and recorded, not counted, until a day. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { TextField } from '../../kit/field.tsx';
import { FormDialog } from '../../kit/form.tsx';
import type { TestCase } from '../../parts/test-row.tsx';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 14;
const MOST_DAYS = 90;

const dayOf = (ms: number) => new Date(ms).toLocaleDateString('sv'); // as inputs of dates take it

export function QuarantineForm({ test, onClose }: { test: TestCase; onClose: () => void }) {
  const { project, api } = useWorkspace();
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(() => dayOf(Date.now() + USUAL_DAYS * DAY_MS));
  const put = useAct({
    run: () =>
      api.PUT('/api/v1/test-cases/{id}/quarantine', {
        params: { path: { id: test.testCaseId } },
        body: { reason, expiresAt: new Date(`${until}T00:00`).toISOString() },
      }),
    concerns: [keyOf(project, 'test-cases'), keyOf(project, 'overview')],
    said: () => 'The test is in quarantine: its failures are recorded and not counted.',
    onDone: onClose,
    refusals: 'here',
  });
  return (
    <FormDialog
      title="Quarantine"
      action="Quarantine it"
      busy={put.busy}
      error={put.error}
      onSend={() => put.go(undefined)}
      onClose={onClose}
      disabled={reason.trim() === '' || until === ''}
    >
      <p className="text-muted">
        It is still run and recorded. Its failures do not count in the verdict, and the verdict says so.
      </p>
      <TextField
        label="Why"
        required
        maxLength={1000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        placeholder="Times out when the stock service is slow; see the ticket"
      />
      <TextField
        label="Until"
        type="date"
        required
        min={dayOf(Date.now() + DAY_MS)}
        max={dayOf(Date.now() + (MOST_DAYS - 1) * DAY_MS)}
        value={until}
        hint={`Then it counts again by itself; at most ${MOST_DAYS} days.`}
        onChange={({ target }) => setUntil(target.value)}
      />
    </FormDialog>
  );
}
