/** `/executions/:id/log`: the frame of the log; the script fills it and goes on while there is more. */
import type { ExecutionView, LogStream, Me } from '@gauntlet/contract';
import { html, type Markup, shorten } from '../../executions/index.ts';
import { addressIn } from './address-in.ts';
import { renderFrame } from './page-frame.ts';
import { renderStatusChip } from './status-chip.ts';

export type LogPageModel = {
  viewer: Me;
  now: string;
  execution: Pick<ExecutionView, 'executionId' | 'name' | 'status' | 'verdict' | 'groups'>;
  /** As the address said it; left out: all of them. */
  group?: number;
  stream?: LogStream;
};

const STREAMS: readonly { value: LogStream; label: string }[] = [
  { value: 'setup', label: 'Set-up' },
  { value: 'output', label: 'Tests' },
];

export function renderLogPage(model: LogPageModel): string {
  const { execution, group, stream, viewer, now } = model;
  const { executionId } = execution;
  const project = viewer.project?.projectId ?? null;
  const chosen = new URLSearchParams({
    ...(group === undefined ? {} : { group: String(group) }),
    ...(stream === undefined ? {} : { stream }),
    ...(project === null ? {} : { project }),
  });
  const api = `/api/v1/executions/${executionId}`;
  return renderFrame(
    { title: `Log of ${shorten(execution.name, 200)}`, viewer, now, wide: true },
    html`<div class="head"><div><p class="muted"><a href="${addressIn(project, '/')}">Executions</a> / <a href="${addressIn(project, `/executions/${executionId}`)}"><bdi>${shorten(execution.name, 100)}</bdi></a></p><h1>Log</h1></div><div class="actions">${renderStatusChip(execution.status, execution.verdict)}<a class="button" href="${api}/logs?${chosen.toString()}">Plain text</a></div></div>${renderControls(model)}<p id="log-state" class="muted" role="status"></p><div id="log" class="log" role="log" aria-live="off" tabindex="0" aria-label="Log" data-chunks="${api}/log-chunks?${chosen.toString()}"></div><noscript><p class="note">The log is drawn by a script; without one, read it as <a href="${api}/logs?${chosen.toString()}">plain text</a>.</p></noscript>`,
  );
}

function renderControls({ execution, group, stream, viewer }: LogPageModel): Markup {
  const indexes = [...new Set(execution.groups.map(({ index }) => index))].toSorted((a, b) => a - b);
  const option = (value: string | number, label: string, isChosen: boolean) =>
    html`<option value="${value}"${isChosen && html` selected`}>${label}</option>`;
  return html`<form class="controls" method="get" action="/executions/${execution.executionId}/log" data-submit-on-change>${viewer.project && html`<input type="hidden" name="project" value="${viewer.project.projectId}">`}<input id="log-search" type="search" placeholder="Search the log" aria-label="Search the log" autocomplete="off"><span id="log-hits" class="muted number" role="status"></span><button type="button" id="log-previous" disabled>Previous</button><button type="button" id="log-next" disabled>Next</button><label class="check"><input type="checkbox" id="log-follow" checked> Follow</label><select name="group" aria-label="Group">${option('', 'All groups', group === undefined)}${indexes.map(
    (index) => option(index, `Group ${index}`, index === group),
  )}</select><select name="stream" aria-label="Stream">${option('', 'Set-up and tests', stream === undefined)}${STREAMS.map(
    ({ value, label }) => option(value, label, value === stream),
  )}</select><noscript><button>Show</button></noscript></form>`;
}
