/** The head of a report: what it came to, how much of what, and under which circumstances. */
import { html, type Markup } from './html.ts';
import { shorten } from './plain-text.ts';
import { formatCount, formatDuration } from './quantities.ts';
import type { ReportExecution, ReportSource } from './report-source.ts';
import { renderCountBar, renderCountNote, renderInstant, renderVerdict } from './small-parts.ts';

const MOST_TAGS = 50;
const LONG_TEXT = 4_000;
const SHORT_TEXT = 300;

export function renderSummary({ execution, groups }: ReportSource): Markup {
  const message = execution.failureMessage && shorten(execution.failureMessage, LONG_TEXT);
  return html`<section class="summary" aria-label="Summary"><div class="title"><p class="muted">${describeKind(execution)}</p><h1><bdi>${shorten(execution.name, LONG_TEXT)}</bdi></h1></div>${renderVerdict(
    { ...execution, failureMessage: message },
  )}${renderStats(execution)}${renderCountBar(execution.counts)}${renderCountNote(execution)}${renderFacts(execution, new Set(groups.map(({ index }) => index)).size)}</section>`;
}

const describeKind = ({ type, framework }: ReportExecution) =>
  [`${type} tests`, framework && shorten(framework, SHORT_TEXT)].filter(Boolean).join(' · ');

function renderStats({ counts, quarantined, durationMs }: ReportExecution): Markup {
  const stats = [
    ['Tests', counts.total, ''],
    ['Passed', counts.passed, counts.passed > 0 ? 'pass' : 'quiet'],
    ['Failed', counts.failed, counts.failed > 0 ? 'fail' : 'quiet'],
    ['Flaky', counts.flaky, counts.flaky > 0 ? 'flaky' : 'quiet'],
    ['Skipped', counts.skipped, counts.skipped > 0 ? '' : 'quiet'],
    ...(quarantined && quarantined.total > 0 ? ([['In quarantine', quarantined.total, '']] as const) : []),
  ] as const;
  return html`<dl class="stats">${stats.map(
    ([label, count, tone]) =>
      html`<div><dt>${label}</dt><dd class="${tone}">${formatCount(count)}</dd></div>`,
  )}<div><dt>Duration</dt><dd>${formatDuration(durationMs)}</dd></div></dl>`;
}

function renderFacts(execution: ReportExecution, groups: number): Markup {
  const { commit, setup, attempts } = execution;
  const tags = Object.entries(execution.tags).slice(0, MOST_TAGS);
  const facts: [string, Markup | string | null, 'wide' | 'full' | ''][] = [
    ['Started', renderInstant(execution.startedAt ?? execution.submittedAt), ''],
    ['Finished', execution.completedAt && renderInstant(execution.completedAt), ''],
    ['Submitted by', shorten(execution.submittedBy, SHORT_TEXT), ''],
    [
      'Commit',
      commit && html`<code title="${shorten(commit, SHORT_TEXT)}">${shortCommit(commit)}</code>`,
      '',
    ],
    ['Groups', groups > 0 ? `${groups} of at most ${execution.parallelism}` : null, ''],
    ['Attempts', attempts > 1 ? String(attempts) : null, ''],
    ['Definition', `version ${execution.definitionVersion}`, ''],
    ['Set-up', setup && shorten(setup, SHORT_TEXT), 'wide'],
    ['Execution', html`<code>${execution.id}</code>`, 'wide'],
    ['Tags', tags.length > 0 ? html`${tags.map(renderTag)}` : null, 'full'],
  ];
  return html`<dl class="facts">${facts.map(
    ([label, value, width]) => value && html`<div class="${width}"><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

const shortCommit = (commit: string) => shorten(commit, 80).slice(0, 12);

const renderTag = ([key, value]: [string, string]) =>
  html`<span class="chip tag">${shorten(value === '' ? key : `${key}: ${value}`, SHORT_TEXT)}</span> `;
