/** What was expected, and what was there instead. */
import { lazy, Suspense } from 'react';
import { Chip } from '../../../kit/outcome.tsx';
import type { Result } from '../queries.ts';
import { Part } from './part.tsx';

type Assertion = Result['assertions'][number];

/** With its library of comparing: only failures need it. */
const Differences = lazy(async () => ({ default: (await import('./differences-view.tsx')).Differences }));

type Props = { assertions: readonly Assertion[]; message: string | null };

export function Assertions({ assertions, message: shown }: Props) {
  const failed = assertions.filter(({ passed }) => !passed);
  const passed = assertions.length - failed.length;
  // What stands above as the result's message is not told twice.
  const told = failed.filter(
    ({ expected, actual, message }) =>
      expected !== undefined || actual !== undefined || (message && message.trim() !== shown?.trim()),
  );
  if (told.length === 0) return null;
  return (
    <Part
      title={passed > 0 ? `Expected and actual (${passed} other assertions held)` : 'Expected and actual'}
    >
      {told.map((assertion, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the assertions of a result never move
        <Assertion key={index} assertion={assertion} />
      ))}
    </Part>
  );
}

function Assertion({ assertion: { type, expected, actual, message } }: { assertion: Assertion }) {
  return (
    <div className="mb-2">
      {type && <Chip tone="quiet">{type}</Chip>}
      {expected === undefined && actual === undefined ? (
        <p className="font-mono text-xs break-words whitespace-pre-wrap">{message}</p>
      ) : (
        <Suspense fallback={<p className="text-sm text-muted">Comparing …</p>}>
          <Differences expected={expected ?? ''} actual={actual ?? ''} />
        </Suspense>
      )}
    </div>
  );
}
