/** How many tests went how: as a bar and in numbers. */
import type { Schema } from '../api/client.ts';
import { FILL, type Tone } from '../kit/outcome.tsx';
import { formatCount } from '../kit/quantities.ts';

type Counts = Schema['Counts'];

const PARTS: readonly { tone: Tone; of: (counts: Counts) => number; word: string }[] = [
  { tone: 'fail', of: ({ failed }) => failed, word: 'failed' },
  { tone: 'flaky', of: ({ flaky }) => flaky, word: 'flaky' },
  { tone: 'pass', of: ({ passed, flaky }) => passed - flaky, word: 'passed' },
  { tone: 'quiet', of: ({ skipped }) => skipped, word: 'skipped' },
];

const countsInWords = (counts: Counts): string =>
  PARTS.filter(({ of }) => of(counts) > 0)
    .map(({ of, word }) => `${formatCount(of(counts))} ${word}`)
    .join(', ') || 'no tests';

export function CountsBar({ counts, className = '' }: { counts: Counts; className?: string }) {
  const words = countsInWords(counts);
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className={`flex h-2 overflow-hidden rounded-full bg-quiet-soft ${className}`}
    >
      {PARTS.map(({ tone, of }) => {
        const part = of(counts);
        if (part === 0 || counts.total === 0) return null;
        return (
          <span
            key={tone}
            className={`${FILL[tone]} min-w-[3px]`}
            style={{ width: `${(part / counts.total) * 100}%` }}
          />
        );
      })}
    </span>
  );
}

export function CountsLine({ counts }: { counts: Counts }) {
  if (counts.total === 0) return <span className="text-muted">no tests yet</span>;
  return (
    <span className="tabular-nums">
      {counts.failed > 0 && <b className="font-semibold text-fail">{formatCount(counts.failed)} failed, </b>}
      {counts.flaky > 0 && (
        <>
          <span className="text-flaky">{formatCount(counts.flaky)} flaky</span>,{' '}
        </>
      )}
      <span className={counts.failed > 0 ? 'text-muted' : 'text-pass'}>
        {formatCount(counts.passed - counts.flaky)} passed
      </span>
      {counts.skipped > 0 && <span className="text-muted">, {formatCount(counts.skipped)} skipped</span>}
    </span>
  );
}
