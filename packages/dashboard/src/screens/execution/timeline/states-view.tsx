import { When } from '../../../kit/moment.tsx';
import { lookOf, OutcomeChip, type Tone } from '../../../kit/outcome.tsx';
import { formatDuration } from '../../../kit/quantities.ts';
import { isLastState, type StateSpan } from './states.ts';

const EXACT = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});

const ENDS: Readonly<Record<string, { tone: Tone; sign: string }>> = {
  completed: { tone: 'pass', sign: '✓' },
  failed: { tone: 'fail', sign: '✗' },
  timeout: { tone: 'warn', sign: '!' },
  cancelled: { tone: 'quiet', sign: '–' },
  expired: { tone: 'warn', sign: '!' },
  rejected: { tone: 'fail', sign: '✗' },
};

const look = (state: string) => {
  const { tone, sign } = ENDS[state] ?? lookOf({ verdict: null, status: state });
  return { tone, sign, word: state.charAt(0).toUpperCase() + state.slice(1) };
};

/** One after the other, with the moment it was entered and how long it lasted. */
export function States({ states, now }: { states: readonly StateSpan[]; now: number }) {
  return (
    <ol className="flex flex-wrap gap-y-3 px-3.5 py-3">
      {states.map((span, index) => (
        <li key={span.at + span.state} className="flex items-start">
          <Lasted span={states[index - 1]} now={now} sign="⟶" />
          <div title={span.message ?? span.because.replaceAll('-', ' ')}>
            <OutcomeChip look={look(span.state)} />
            <p className="mt-1 text-xs text-muted tabular-nums">
              <span title={new Date(span.at).toISOString()}>{EXACT.format(span.at)}</span>
            </p>
            {index === 0 && (
              <p className="text-xs text-muted">
                <When at={new Date(span.at).toISOString()} />
              </p>
            )}
            {span.attempt > 0 && <p className="text-xs text-muted">attempt {span.attempt + 1}</p>}
          </div>
          {index === states.length - 1 && !isLastState(span.state) && (
            <Lasted span={span} now={now} sign="…" />
          )}
        </li>
      ))}
    </ol>
  );
}

/** How long a state lasted: before the next one, so that no line ends with an arrow to nowhere. */
function Lasted({ span, now, sign }: { span: StateSpan | undefined; now: number; sign: string }) {
  if (!span) return null;
  return (
    <span className="mx-2 mt-0.5 flex flex-col items-center text-xs text-muted tabular-nums">
      {formatDuration(Math.max(0, (span.until ?? now) - span.at))}
      <span aria-hidden="true" className="leading-none">
        {sign}
      </span>
    </span>
  );
}
