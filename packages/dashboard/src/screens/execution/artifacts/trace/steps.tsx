/** The steps of a trace, one below the other; what the runner does around the test is shown when asked for. */
import { useState } from 'react';
import { formatDuration } from '../../../../kit/quantities.ts';
import type { TraceStep } from './trace.ts';

type Props = {
  steps: readonly TraceStep[];
  chosen: string | undefined;
  choose: (step: TraceStep) => void;
};

/** More would only make the page slow. */
const MOST_SHOWN = 1_000;

export function Steps({ steps, chosen, choose }: Props) {
  const [scope, setScope] = useState<'the test' | 'all'>('the test');
  const hidden = steps.filter(isAround).length;
  const wanted = scope === 'all' ? steps : steps.filter((step) => !isAround(step));
  const shown = wanted.slice(0, MOST_SHOWN);
  return (
    <>
      <ol className="py-1">
        {shown.map((step) => (
          <li key={step.id}>
            <button
              type="button"
              aria-pressed={step.id === chosen}
              onClick={() => choose(step)}
              title={step.title}
              className="flex w-full cursor-pointer items-baseline gap-2 py-1 pr-4 text-left text-sm hover:bg-sunken focus-visible:-outline-offset-2 aria-pressed:bg-accent-soft"
              style={{ paddingLeft: `${1 + Math.min(step.depth, 8) * 0.9}rem` }}
            >
              {step.error !== null && (
                <span className="text-fail">
                  <span aria-hidden="true">✗</span>
                  <span className="sr-only">failed:</span>
                </span>
              )}
              <span className={`min-w-0 flex-1 truncate ${step.around ? 'text-muted' : ''}`}>
                {step.title}
              </span>
              <span className="text-xs text-muted tabular-nums">
                {step.endMs === null ? '…' : formatDuration(step.endMs - step.startMs)}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {wanted.length > shown.length && (
        <p className="px-4 pb-2 text-sm text-muted">The first {MOST_SHOWN} are listed.</p>
      )}
      {hidden > 0 && (
        <label className="flex items-center gap-2 px-4 py-2 text-sm text-muted">
          <input
            type="checkbox"
            checked={scope === 'all'}
            onChange={({ target }) => setScope(target.checked ? 'all' : 'the test')}
            className="accent-accent"
          />
          Hooks and fixtures too
        </label>
      )}
    </>
  );
}

const isAround = ({ around, error }: TraceStep) => around && error === null;
