/** Where an execution is, or what it came to, in one word. */
import type { ExecutionStatus, UnitOutcome, Verdict } from '@gauntlet/contract';
import { html, type IconName, icon, type Markup } from '../../executions/index.ts';

type Word = { icon: IconName; tone: string; word: string };

const VERDICTS: Record<Verdict, Word> = {
  passed: { icon: 'pass', tone: 'pass', word: 'Passed' },
  flaky: { icon: 'flaky', tone: 'flaky', word: 'Flaky' },
  failed: { icon: 'fail', tone: 'fail', word: 'Failed' },
  infrastructure: { icon: 'warn', tone: 'warn', word: 'Infrastructure' },
  timeout: { icon: 'warn', tone: 'warn', word: 'Timed out' },
  cancelled: { icon: 'quiet', tone: 'quiet', word: 'Cancelled' },
  expired: { icon: 'quiet', tone: 'quiet', word: 'Never started' },
  rejected: { icon: 'warn', tone: 'warn', word: 'Rejected' },
};

const BUSY: ReadonlySet<ExecutionStatus> = new Set<ExecutionStatus>([
  'scheduled',
  'initializing',
  'running',
  'completing',
  'retrying',
  'cleanup',
]);

export const describeStatus = (status: ExecutionStatus): string =>
  status.charAt(0).toUpperCase() + status.slice(1);

export const verdictWord = (verdict: Verdict): string => VERDICTS[verdict].word;

export function renderStatusChip(status: ExecutionStatus, verdict: Verdict | null): Markup {
  const word = verdict === null ? wordOfStatus(status) : VERDICTS[verdict];
  return html`<span class="chip ${word.tone}">${icon(word.icon)}${word.word}</span>`;
}

const wordOfStatus = (status: ExecutionStatus): Word =>
  BUSY.has(status)
    ? { icon: 'busy', tone: 'busy', word: describeStatus(status) }
    : { icon: 'clock', tone: 'quiet', word: describeStatus(status) };

const OUTCOMES: Record<UnitOutcome, Word> = {
  passed: { icon: 'pass', tone: 'pass', word: 'passed' },
  failed: { icon: 'fail', tone: 'fail', word: 'failed' },
  error: { icon: 'warn', tone: 'warn', word: 'error' },
  skipped: { icon: 'quiet', tone: 'quiet', word: 'skipped' },
};

export const renderOutcome = (outcome: UnitOutcome): Markup =>
  html`<span class="outcome ${OUTCOMES[outcome].tone}">${icon(OUTCOMES[outcome].icon)}${OUTCOMES[outcome].word}</span>`;
