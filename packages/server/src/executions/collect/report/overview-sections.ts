/** The sections of a report besides its tests: troubled units, slowest tests, groups, files. */
import { fitPieces } from './byte-budget.ts';
import { describeReason, plural } from './describe-verdict.ts';
import { html, type Markup, safeLink, trusted } from './html.ts';
import { icon } from './icons.ts';
import { clip, shorten } from './plain-text.ts';
import { formatBytes, formatCount, formatDuration } from './quantities.ts';
import type { ReportArtifact, ReportGroup, ReportSource, ResultForReport } from './report-source.ts';
import { percent } from './small-parts.ts';
import { type planTimeline, renderAxis, renderLane } from './timeline-section.ts';
import type { UnitProblem } from './unit-problems.ts';

const MOST_PROBLEMS = 100;

/** Units that ended badly beside what their tests say. */
export function renderProblems(problems: readonly UnitProblem[], bytes: number): Markup {
  const cards = problems
    .slice(0, MOST_PROBLEMS)
    .map(
      ({ unit, reason, message }) =>
        html`<article class="card" tabindex="-1"><header>${icon('warn')}<div><h3><bdi>${shorten(unit.title, 300)}</bdi></h3><p class="place"><span class="chip warn">${describeReason(reason)}</span>${
          unit.groupIndex !== null && html`<span class="chip">group ${unit.groupIndex}</span>`
        }</p></div><span class="time number">${formatDuration(unit.durationMs)}</span></header><pre class="message">${clip(message, 4_000)}</pre></article>`,
    );
  const { text, leftOut } = fitCards(cards, bytes);
  return html`${trusted(text)}${renderLeftOut(leftOut + problems.length - cards.length, 'unit')}`;
}

const fitCards = (cards: readonly Markup[], bytes: number) =>
  fitPieces(
    cards.map(({ markup }) => markup),
    bytes,
  );

export const renderLeftOut = (count: number, noun: string): Markup =>
  html`${count > 0 && html`<p class="note">${plural(count, noun)} more ${count === 1 ? 'is' : 'are'} not shown here to keep this file small; the list of all tests and the JUnit report have ${count === 1 ? 'it' : 'them'}.</p>`}`;

export function renderSlowest(slowest: readonly ResultForReport[]): Markup {
  const most = slowest[0]?.durationMs ?? 0;
  if (most <= 0) return html``;
  const rows = slowest
    .filter(({ durationMs }) => durationMs > 0)
    .map(
      ({ name, suite, file, durationMs }) =>
        html`<li><span class="name"><bdi>${shorten([...suite, name].join(' › '), 200)}</bdi>${file && html` <span class="muted">${shorten(file, 200)}</span>`}</span><svg class="bar" aria-hidden="true"><rect class="busy" width="${percent(durationMs, most)}" height="100%"/></svg><span class="number">${formatDuration(durationMs)}</span></li>`,
    );
  return html`<section id="slowest" aria-labelledby="slowest-title"><h2 id="slowest-title">Slowest tests</h2><ol class="slowest panel">${rows}</ol></section>`;
}

/** The lanes of the groups, and the groups in numbers. */
export function renderGroups(
  report: ReportSource,
  timeline: ReturnType<typeof planTimeline>,
  bytes: number,
): Markup {
  if (timeline === null && report.groups.length === 0) return html``;
  const lanes = fitPieces(
    timeline?.lanes.map((lane) => renderLane(lane, timeline).markup) ?? [],
    bytes * 0.7,
  );
  const rows = fitPieces(
    report.groups.map((group) => renderGroup(group).markup),
    bytes * 0.2,
  );
  const units = timeline?.leftOut ?? 0;
  return html`<section id="timeline" aria-labelledby="timeline-title"><h2 id="timeline-title">Timeline</h2>${
    timeline && html`<ol class="timeline panel">${renderAxis(timeline)}${trusted(lanes.text)}</ol>`
  }${units > 0 && html`<p class="note">The ${plural(units, 'shortest unit')} are not drawn.</p>`}${renderLeftOut(lanes.leftOut, 'group')}<details><summary>Groups in numbers</summary><div class="panel scroll"><table><thead><tr><th>Group</th><th>State</th><th>Node</th><th class="number">Units</th><th class="number">Tests</th><th class="number">Failed</th><th class="number">Time</th></tr></thead><tbody>${trusted(rows.text)}</tbody></table></div></details></section>`;
}

function renderGroup(group: ReportGroup): Markup {
  const { startedAt, finishedAt, counts } = group;
  const time = startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : null;
  const why = group.lostReason && html`<br><span class="muted">${shorten(group.lostReason, 200)}</span>`;
  return html`<tr><td>${group.index}${group.attempt > 0 && html` <span class="muted">attempt ${group.attempt + 1}</span>`}</td><td>${
    group.status === 'lost' ? html`<span class="chip warn">lost</span>${why}` : group.status
  }</td><td>${shorten(group.podName ?? group.nodeName ?? '–', 100)}</td><td class="number">${formatCount(group.unitsReported)}</td><td class="number">${
    counts ? formatCount(counts.total) : '–'
  }</td><td class="number">${counts ? formatCount(counts.failed) : '–'}</td><td class="number">${formatDuration(time)}</td></tr>`;
}

/** What belongs to no single test: logs, raw reports, kept files. */
export function renderFiles(artifacts: readonly ReportArtifact[], bytes: number): Markup {
  const rows = artifacts
    .filter(({ resultId, type }) => resultId === null && type !== 'html-report')
    .map(renderFile);
  if (rows.length === 0) return html``;
  const { text, leftOut } = fitCards(rows, bytes);
  return html`<section id="files" aria-labelledby="files-title"><h2 id="files-title">Logs and files</h2><div class="panel scroll"><table><tbody>${trusted(text)}</tbody></table></div>${renderLeftOut(leftOut, 'file')}</section>`;
}

function renderFile({ link, name, type, sizeBytes }: ReportArtifact): Markup {
  const address = safeLink(link);
  const label = html`<bdi>${shorten(name, 200)}</bdi>`;
  return html`<tr><td>${
    address === null
      ? label
      : html`<a href="${address}" target="_blank" rel="noopener noreferrer">${label}</a>`
  }</td><td class="muted">${type.replaceAll('-', ' ')}</td><td class="number">${formatBytes(sizeBytes)}</td></tr>`;
}
