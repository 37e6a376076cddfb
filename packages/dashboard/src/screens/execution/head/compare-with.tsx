/** Comparing it with the run before it or with any other. */
import { useState } from 'react';
import { Button } from '../../../kit/button.tsx';
import { useShortcuts } from '../../../kit/keys.ts';
import { PickExecution } from '../../../parts/pick-execution.tsx';
import type { Execution } from '../queries.ts';

export function CompareWith({ execution: { executionId, definitionId, verdict } }: { execution: Execution }) {
  const [asking, setAsking] = useState(false);
  const known = verdict !== null;
  useShortcuts(
    known ? [{ keys: 'c', what: 'compare with another execution', run: () => setAsking(true) }] : [],
  );
  if (!known) return null;
  return (
    <>
      <Button title="Key c" onClick={() => setAsking(true)}>
        Compare …
      </Button>
      {asking && (
        <PickExecution
          title="Compare with"
          definitionId={definitionId}
          except={executionId}
          compareTo={(id) => ({ id, other: executionId })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
