/** Parts that reports and pages both show. */
import type { Counts, ExecutionView } from '@gauntlet/contract';
import { describeVerdict, type Judged } from './describe-verdict.ts';
import { html, type Markup } from './html.ts';
import { icon } from './icons.ts';
import { shorten } from './plain-text.ts';
import { formatCount, formatUtc } from './quantities.ts';

/** UTC in the markup; the page's script puts the reader's own time in its place. */
export const renderInstant = (instant: string | null): Markup =>
  instant === null
    ? html`–`
    : html`<time datetime="${instant}" title="${formatUtc(instant)}">${formatUtc(instant)}</time>`;

export function renderVerdict(judged: Judged): Markup {
  const { tone, title, sentence, advice } = describeVerdict(judged);
  return html`<div class="verdict ${tone}">${icon(tone)}<strong>${title}</strong><p>${sentence}</p>${
    advice && html`<p class="advice">${advice}</p>`
  }</div>`;
}

/** What the verdict rests on where the framework could not list tests: nothing of it is an alarm. */
export function renderCountNote(execution: Pick<ExecutionView, 'countVerified' | 'framework'>): Markup {
  if (execution.countVerified !== false) return html``;
  const isCommand = execution.framework === 'command' || execution.framework === null;
  const unit = isCommand ? 'command' : 'file';
  const why = isCommand
    ? 'How many tests a command holds is not known before it runs.'
    : `${shorten(execution.framework ?? '', 100)} listed beforehand which files it would run, not which tests they hold.`;
  return html`<p class="note"><strong>Checked ${unit} by ${unit}, test count unverified.</strong> ${why} So each ${unit} of the list made before the run must be reported and end in order; a test that silently did not run inside one would not be missed.</p>`;
}

/** Passed, flaky, failed, skipped as one bar. The numbers stand beside it in words. */
export function renderCountBar(counts: Counts): Markup {
  const segments = [
    ['pass', counts.passed - counts.flaky],
    ['flaky', counts.flaky],
    ['fail', counts.failed],
    ['quiet', counts.skipped],
  ] as const;
  const total = Math.max(1, counts.total);
  let start = 0;
  const rects = segments.map(([tone, count]) => {
    const rect = html`<rect class="${tone}" x="${percent(start, total)}" width="${percent(count, total)}" height="100%"/>`;
    start += Math.max(0, count);
    return count > 0 && rect;
  });
  return html`<svg class="bar" role="img" aria-label="${describeBar(counts)}">${rects}</svg>`;
}

export const percent = (part: number, whole: number): string =>
  `${((100 * Math.max(0, part)) / whole).toFixed(3)}%`;

const describeBar = (counts: Counts) =>
  `${formatCount(counts.passed)} passed, ${formatCount(counts.flaky)} of them flaky, ${formatCount(counts.failed)} failed, ${formatCount(counts.skipped)} skipped`;
