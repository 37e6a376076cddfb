/** `/executions/:id`: one execution from its queue to its report, alive while it runs. */
import type {
  ArtifactList,
  ExecutionView,
  Me,
  RecordedExecutionEvent,
  ResultList,
  UnitView,
} from '@gauntlet/contract';
import {
  formatCount,
  formatDuration,
  html,
  icon,
  type Markup,
  plural,
  renderCountBar,
  renderCountNote,
  renderVerdict,
  safeLink,
  shorten,
} from '../../executions/index.ts';
import { addressIn } from './address-in.ts';
import {
  renderArtifacts,
  renderFacts,
  renderFailures,
  renderGroups,
  renderUnits,
} from './execution-parts.ts';
import { renderStates } from './execution-states.ts';
import { renderTime } from './executions-page.ts';
import { renderFrame } from './page-frame.ts';
import { describeStatus } from './status-chip.ts';

export type ExecutionPageModel = {
  viewer: Me;
  now: string;
  execution: ExecutionView;
  /** Failed and erred results, the first page of them. */
  failures: ResultList;
  /** The current attempt's, the first page. */
  units: { items: readonly UnitView[]; nextCursor: string | null };
  artifacts: ArtifactList;
  /** All of its events, or those of the type `status-changed`. */
  events: readonly RecordedExecutionEvent[];
};

export function renderExecutionPage(model: ExecutionPageModel): string {
  const { execution, viewer, now } = model;
  const { executionId, status, lastEvent } = execution;
  const isOver = status === 'archived' || status === 'rejected';
  const within = (address: string) => addressIn(viewer.project?.projectId ?? null, address);
  const events = isOver ? null : within(`/api/v1/executions/${executionId}/events?after=${lastEvent}`);
  return renderFrame(
    { title: shorten(execution.name, 200), viewer, now, events },
    html`<div class="head" data-live="head"><div><p class="muted"><a href="${within('/')}">Executions</a> / ${execution.framework ?? execution.type}</p><h1><bdi>${shorten(execution.name, 300)}</bdi></h1></div>${renderActions(execution, within)}</div><p id="said" class="note" role="alert" hidden></p><div data-live="now">${renderNow(execution)}</div><div data-live="rest">${renderStates(model.events, execution)}${renderFailures(model.failures, execution)}${renderGroups(execution)}${renderUnits(model.units)}${renderArtifacts(model.artifacts)}${renderFacts(execution, within)}</div>`,
  );
}

function renderActions(
  { executionId, verdict, reports, counts }: ExecutionView,
  within: (address: string) => string,
): Markup {
  const api = `/api/v1/executions/${executionId}`;
  const report = reports.html && safeLink(reports.html);
  const isRunning = verdict === null;
  return html`<div class="actions">${report && html`<a class="button main" href="${report}">Report</a>`}<a class="button" href="${within(`/executions/${executionId}/log`)}">Log</a>${
    isRunning
      ? html`<button type="button" data-post="${within(`${api}/cancel`)}" data-confirm="Cancel this execution? Results written so far are kept.">Cancel</button>`
      : html`<button type="button" data-post="${within(`${api}/rerun`)}" data-body="${JSON.stringify({ only: 'all' })}">Run again</button>`
  }${
    !isRunning &&
    counts.failed > 0 &&
    html`<button type="button" data-post="${within(`${api}/rerun`)}" data-body="${JSON.stringify({ only: 'failed' })}">Rerun failed</button>`
  }</div>`;
}

function renderNow(execution: ExecutionView): Markup {
  const { verdict, failureReason, failureMessage, counts } = execution;
  const message = failureMessage && shorten(failureMessage, 4_000);
  return html`${
    verdict === null
      ? renderProgress(execution)
      : renderVerdict({ verdict, failureReason, failureMessage: message, counts })
  }${renderStats(execution)}${renderCountBar(counts)}${renderCountNote(execution)}`;
}

function renderProgress(execution: ExecutionView): Markup {
  const { status, units, queuePosition, remainingMs, retryAt, failureMessage } = execution;
  const sentences = [
    queuePosition !== null && `Position ${queuePosition} in the queue.`,
    retryAt !== null && `Tries again at ${retryAt.slice(11, 19)} UTC.`,
    status === 'retrying' && failureMessage && shorten(failureMessage, 400),
    units.total > 0 && `${formatCount(units.reported)} of ${plural(units.total, 'unit')} reported.`,
    remainingMs !== null && remainingMs > 0 && `About ${formatDuration(remainingMs)} left, by earlier runs.`,
  ].filter(Boolean);
  return html`<div class="verdict busy">${icon('busy')}<strong>${describeStatus(status)}</strong><p>${sentences.join(' ')}</p>${
    units.total > 0 &&
    html`<progress max="${units.total}" value="${units.reported}" aria-label="Units reported"></progress>`
  }</div>`;
}

function renderStats(execution: ExecutionView): Markup {
  const { counts } = execution;
  const stats: [string, number, string][] = [
    ['Tests', counts.total, ''],
    ['Passed', counts.passed, 'pass'],
    ['Failed', counts.failed, 'fail'],
    ['Flaky', counts.flaky, 'flaky'],
    ['Skipped', counts.skipped, ''],
  ];
  return html`<dl class="stats">${stats.map(
    ([label, count, tone]) =>
      html`<div><dt>${label}</dt><dd class="${count > 0 ? tone : 'quiet'}">${formatCount(count)}</dd></div>`,
  )}<div><dt>Time</dt><dd>${renderTime(execution)}</dd></div></dl>`;
}
