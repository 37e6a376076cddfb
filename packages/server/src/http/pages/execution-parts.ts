/** The tables of an execution's page. */
import type { ArtifactList, ExecutionView, ResultList, UnitView } from '@gauntlet/contract';
import {
  describeReason,
  formatBytes,
  formatCount,
  formatDuration,
  html,
  icon,
  type Markup,
  plural,
  renderInstant,
  safeLink,
  shorten,
} from '../../executions/index.ts';
import { renderOutcome } from './status-chip.ts';

type Result = ResultList['items'][number];
type Group = ExecutionView['groups'][number];

const MESSAGE = 1_500;

export function renderFailures({ items, nextCursor }: ResultList, execution: ExecutionView): Markup {
  if (items.length === 0) return html``;
  const more = nextCursor !== null && Math.max(execution.counts.failed - items.length, 1);
  return html`<section aria-labelledby="failures-title"><h2 id="failures-title">Failures <span class="muted number">${formatCount(execution.counts.failed)}</span></h2><ul class="failures panel">${items.map(renderFailure)}</ul>${
    more &&
    html`<p class="note">${plural(more, 'failure')} more: the report and the API have all of them.</p>`
  }</section>`;
}

function renderFailure({
  resultId,
  name,
  suite,
  file,
  line,
  project,
  status,
  message,
  durationMs,
}: Result): Markup {
  const place = file === null ? null : `${shorten(file, 300)}${line === null ? '' : `:${line}`}`;
  return html`<li data-key="${resultId}">${icon(status === 'error' ? 'warn' : 'fail')}<div><h3>${suite.map(
    (part) => html`<span class="suite"><bdi>${shorten(part, 200)}</bdi> › </span>`,
  )}<bdi>${shorten(name, 500)}</bdi></h3><p class="place muted">${place && html`<code>${place}</code>`}${
    project && html` <span class="chip">${shorten(project, 60)}</span>`
  }</p></div><span class="muted number nowrap">${formatDuration(durationMs)}</span>${message && html`<pre>${message.length > MESSAGE ? `${message.slice(0, MESSAGE)}…` : message}</pre>`}</li>`;
}

export function renderGroups({ groups }: ExecutionView): Markup {
  if (groups.length === 0) return html``;
  const most = Math.max(1, ...groups.map(({ unitsReported }) => unitsReported));
  return html`<section aria-labelledby="groups-title"><h2 id="groups-title">Groups</h2><div class="panel scroll"><table><thead><tr><th>Group</th><th>State</th><th>Node</th><th>Units</th><th class="number">Tests</th><th class="number">Failed</th><th class="number">Time</th><th>Last sign of life</th></tr></thead><tbody>${groups.map(
    (group) => renderGroup(group, most),
  )}</tbody></table></div></section>`;
}

function renderGroup(group: Group, most: number): Markup {
  const { groupId, index, attempt, unitsReported, counts, lostReason } = group;
  return html`<tr data-key="${groupId}"><td class="nowrap">${index}${attempt > 0 && html` <span class="muted">attempt ${attempt + 1}</span>`}</td><td>${renderGroupState(group)}${
    lostReason && html`<br><span class="muted">${shorten(lostReason, 300)}</span>`
  }</td><td class="node">${shorten(group.podName ?? group.nodeName ?? '–', 100)}</td><td class="progress"><progress max="${most}" value="${unitsReported}" aria-hidden="true"></progress> <span class="number">${formatCount(unitsReported)}</span></td><td class="number">${counts ? formatCount(counts.total) : '–'}</td><td class="number${counts && counts.failed > 0 && ' fail'}">${counts ? formatCount(counts.failed) : '–'}</td><td class="number">${renderGroupTime(group)}</td><td class="nowrap">${renderInstant(group.lastHeartbeatAt)}</td></tr>`;
}

function renderGroupState({ status, phase, finishedAt }: Group): Markup {
  if (status === 'lost') return html`<span class="chip warn">${icon('warn')}lost</span>`;
  return finishedAt === null && phase !== null
    ? html`<span class="chip busy">${icon('busy')}${phase.replaceAll('-', ' ')}</span>`
    : html`<span class="nowrap">${status}</span>`;
}

function renderGroupTime({ startedAt, finishedAt }: Group): Markup {
  if (startedAt === null) return html`–`;
  return finishedAt === null
    ? html`<span data-since="${startedAt}"></span>`
    : html`${formatDuration(Date.parse(finishedAt) - Date.parse(startedAt))}`;
}

export function renderUnits({
  items,
  nextCursor,
}: {
  items: readonly UnitView[];
  nextCursor: string | null;
}): Markup {
  if (items.length === 0) return html``;
  return html`<section aria-labelledby="units-title"><h2 id="units-title">Units</h2><div class="panel scroll"><table class="units"><thead><tr><th>Unit</th><th>Outcome</th><th>Group</th><th class="number">Tests</th><th class="number">Expected</th><th class="number">Time</th></tr></thead><tbody>${items.map(renderUnit)}</tbody></table></div>${
    nextCursor !== null &&
    html`<p class="note">Only the first ${formatCount(items.length)} are shown; the report and the API have all of them.</p>`
  }</section>`;
}

function renderUnit(unit: UnitView): Markup {
  const { unitId, title, status, outcome, reason, message, groupIndex, counts } = unit;
  const state = outcome
    ? renderOutcome(outcome)
    : html`<span class="muted">${status === 'claimed' ? 'running' : status}</span>`;
  const why = message ?? (reason && reason !== 'tests-failed' ? describeReason(reason) : null);
  return html`<tr data-key="${unitId}"><td><bdi>${shorten(title, 300)}</bdi>${why && html`<br><span class="muted">${shorten(why, 300)}</span>`}</td><td class="nowrap">${state}</td><td>${groupIndex ?? '–'}</td><td class="number">${counts ? formatCount(counts.total) : '–'}</td><td class="number muted">${formatDuration(unit.estimatedMs)}</td><td class="number">${formatDuration(unit.durationMs)}</td></tr>`;
}

export function renderArtifacts({ items, nextCursor }: ArtifactList): Markup {
  if (items.length === 0) return html``;
  return html`<section aria-labelledby="files-title"><h2 id="files-title">Files</h2><div class="panel scroll"><table><thead><tr><th>Name</th><th>Kind</th><th>Group</th><th class="number">Size</th><th>Kept until</th></tr></thead><tbody>${items.map(renderArtifact)}</tbody></table></div>${
    nextCursor !== null &&
    html`<p class="note">Only the first ${formatCount(items.length)} are shown; the API has all of them.</p>`
  }</section>`;
}

function renderArtifact({
  artifactId,
  name,
  link,
  type,
  state,
  groupIndex,
  sizeBytes,
  expiresAt,
}: ArtifactList['items'][number]): Markup {
  const address = state === 'stored' ? safeLink(link) : null;
  const label = html`<bdi>${shorten(name, 200)}</bdi>`;
  return html`<tr data-key="${artifactId}"><td>${address === null ? label : html`<a href="${address}">${label}</a>`}${
    state !== 'stored' && html` <span class="chip">${state}</span>`
  }</td><td class="nowrap">${type.replaceAll('-', ' ')}</td><td>${groupIndex ?? '–'}</td><td class="number">${formatBytes(sizeBytes)}</td><td class="nowrap">${expiresAt === null ? 'for good' : renderInstant(expiresAt)}</td></tr>`;
}

export function renderFacts(execution: ExecutionView, within: (address: string) => string): Markup {
  const { commit, setup, rerunOf, exitCode } = execution;
  const tags = Object.entries(execution.tags);
  const facts: [string, Markup | string | null, 'wide' | 'full' | ''][] = [
    ['Submitted', renderInstant(execution.submittedAt), ''],
    ['Started', execution.startedAt && renderInstant(execution.startedAt), ''],
    ['Ended', execution.completedAt && renderInstant(execution.completedAt), ''],
    ['Submitted by', shorten(execution.submittedBy, 100), ''],
    ['Type', execution.type, ''],
    ['Priority', String(execution.priority), ''],
    ['Parallelism', String(execution.parallelism), ''],
    [
      'Definition',
      html`<a href="${within(`/?definitionId=${execution.definitionId}`)}">version ${execution.definitionVersion}</a>`,
      '',
    ],
    ['Commit', commit && html`<code>${shorten(commit, 80).slice(0, 12)}</code>`, ''],
    ['Exit code', exitCode === null ? null : String(exitCode), ''],
    ['Set-up', setup && shorten(setup, 300), 'wide'],
    [
      'Rerun of',
      rerunOf && html`<a href="${within(`/executions/${rerunOf}`)}"><code>${rerunOf}</code></a>`,
      'wide',
    ],
    ['Execution', html`<code>${execution.executionId}</code>`, 'wide'],
    [
      'Tags',
      tags.length > 0
        ? html`${tags.map(([key, value]) => html`<span class="chip tag">${shorten(value === '' ? key : `${key}: ${value}`, 100)}</span> `)}`
        : null,
      'full',
    ],
  ];
  return html`<section aria-labelledby="facts-title"><h2 id="facts-title">Details</h2><dl class="facts">${facts.map(
    ([label, value, width]) => value && html`<div class="${width}"><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl></section>`;
}
