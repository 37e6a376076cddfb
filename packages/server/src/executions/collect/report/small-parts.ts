/** Parts that reports and pages both show. */
import type { Counts } from '@gauntlet/contract';
import { describeVerdict, type Judged } from './describe-verdict.ts';
import { html, type Markup } from './html.ts';
import { icon } from './icons.ts';
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
