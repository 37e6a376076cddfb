/** How something went, in a word, a sign and a colour: never by the colour alone. */
import type { ReactNode } from 'react';

export type Tone = 'pass' | 'fail' | 'flaky' | 'warn' | 'quiet' | 'accent';

const SOFT: Readonly<Record<Tone, string>> = {
  pass: 'bg-pass-soft text-pass',
  fail: 'bg-fail-soft text-fail',
  flaky: 'bg-flaky-soft text-flaky',
  warn: 'bg-warn-soft text-warn',
  quiet: 'bg-quiet-soft text-quiet',
  accent: 'bg-accent-soft text-accent',
};

export const FILL: Readonly<Record<Tone, string>> = {
  pass: 'bg-pass-fill',
  fail: 'bg-fail-fill',
  flaky: 'bg-flaky-fill',
  warn: 'bg-warn-fill',
  quiet: 'bg-quiet-fill',
  accent: 'bg-accent',
};

export function Chip({ tone, children, title }: { tone: Tone; children: ReactNode; title?: string }) {
  return (
    <span
      title={title}
      className={`inline-flex items-center gap-1 rounded px-1.5 py-0.5 text-xs font-medium whitespace-nowrap ${SOFT[tone]}`}
    >
      {children}
    </span>
  );
}

type Look = { tone: Tone; sign: string; word: string };

const VERDICTS: Readonly<Record<string, Look>> = {
  passed: { tone: 'pass', sign: '✓', word: 'Passed' },
  flaky: { tone: 'flaky', sign: '✓', word: 'Flaky' },
  failed: { tone: 'fail', sign: '✗', word: 'Failed' },
  infrastructure: { tone: 'warn', sign: '!', word: 'Infrastructure' },
  timeout: { tone: 'warn', sign: '!', word: 'Timed out' },
  cancelled: { tone: 'quiet', sign: '–', word: 'Cancelled' },
  expired: { tone: 'warn', sign: '!', word: 'Expired' },
  rejected: { tone: 'fail', sign: '✗', word: 'Rejected' },
};

const STATUSES: Readonly<Record<string, Look>> = {
  submitted: { tone: 'quiet', sign: '…', word: 'Submitted' },
  validating: { tone: 'quiet', sign: '…', word: 'Validating' },
  queued: { tone: 'quiet', sign: '…', word: 'Queued' },
  scheduled: { tone: 'accent', sign: '…', word: 'Scheduled' },
  initializing: { tone: 'accent', sign: '…', word: 'Initializing' },
  running: { tone: 'accent', sign: '▶', word: 'Running' },
  completing: { tone: 'accent', sign: '▶', word: 'Completing' },
  retrying: { tone: 'flaky', sign: '↻', word: 'Retrying' },
};

const RESULTS: Readonly<Record<string, Look>> = {
  passed: { tone: 'pass', sign: '✓', word: 'Passed' },
  failed: { tone: 'fail', sign: '✗', word: 'Failed' },
  error: { tone: 'fail', sign: '✗', word: 'Error' },
  skipped: { tone: 'quiet', sign: '–', word: 'Skipped' },
};

const unknown = (word: string): Look => ({ tone: 'quiet', sign: '·', word });

/** The verdict where there is one, else where the execution stands. */
export const lookOf = ({ verdict, status }: { verdict: string | null; status: string }): Look =>
  verdict === null ? (STATUSES[status] ?? unknown(status)) : (VERDICTS[verdict] ?? unknown(verdict));

export const lookOfResult = (status: string, flaky = false): Look =>
  flaky && status === 'passed'
    ? { tone: 'flaky', sign: '✓', word: 'Flaky' }
    : (RESULTS[status] ?? unknown(status));

export function OutcomeChip({ look }: { look: Look }) {
  return (
    <Chip tone={look.tone}>
      <span aria-hidden="true">{look.sign}</span>
      {look.word}
    </Chip>
  );
}

export const ExecutionChip = (execution: { verdict: string | null; status: string }) => (
  <OutcomeChip look={lookOf(execution)} />
);
