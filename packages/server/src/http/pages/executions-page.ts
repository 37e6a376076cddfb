/** `/`: the executions of the team, newest first, filtered by the address, alive while it is open. */
import {
  type ExecutionList,
  type ExecutionQuery,
  type ExecutionStatus,
  type Me,
  Verdict,
} from '@gauntlet/contract';
import {
  formatCount,
  formatDuration,
  html,
  type Markup,
  renderCountBar,
  renderInstant,
  shorten,
} from '../../executions/index.ts';
import { addressIn } from './address-in.ts';
import { renderFrame } from './page-frame.ts';
import { renderStatusChip, verdictWord } from './status-chip.ts';

export type ExecutionsPageModel = {
  viewer: Me;
  now: string;
  list: ExecutionList;
  /** As the address said it. */
  query: Partial<Pick<ExecutionQuery, 'status' | 'verdict' | 'name' | 'tag' | 'cursor' | 'definitionId'>>;
};

type Execution = ExecutionList['items'][number];
type Query = ExecutionsPageModel['query'];
/** Where the viewer works; null: at home. */
type Place = { project: string | null };

/** What people ask for, as the statuses it means. */
const STATES: readonly { label: string; statuses: readonly ExecutionStatus[] }[] = [
  { label: 'Waiting', statuses: ['submitted', 'validating', 'queued'] },
  { label: 'Running', statuses: ['scheduled', 'initializing', 'running', 'completing', 'retrying'] },
  {
    label: 'Ended',
    statuses: ['completed', 'failed', 'timeout', 'cancelled', 'expired', 'rejected', 'cleanup', 'archived'],
  },
];

const MOST_TAGS = 4;

export function renderExecutionsPage(model: ExecutionsPageModel): string {
  const { list, query, viewer, now } = model;
  const isFiltered = [query.status, query.verdict, query.name, query.tag, query.definitionId].some(Boolean);
  const isTeaching = list.items.length === 0 && !isFiltered && !query.cursor;
  const place: Place = { project: viewer.project?.projectId ?? null };
  const body = isTeaching ? renderLesson() : renderList(list, query, isFiltered, place);
  return renderFrame(
    { title: 'Executions', viewer, now, events: addressIn(place.project, '/api/v1/events') },
    html`<div class="head"><h1>Executions</h1></div>${!isTeaching && renderFilters(query, place)}<div data-live="list">${body}</div>`,
  );
}

function renderFilters(query: Query, { project }: Place): Markup {
  const states = STATES.map(({ label, statuses }) => ({ label, value: statuses.join(',') }));
  const verdicts = Verdict.options.map((verdict) => ({ label: verdictWord(verdict), value: verdict }));
  return html`<form class="controls" method="get" action="/" role="search" data-submit-on-change>
<input type="search" name="name" value="${query.name ?? ''}" placeholder="Part of the name" aria-label="Part of the name">
<select name="status" aria-label="State">${renderOptions('Any state', states, query.status)}</select>
<select name="verdict" aria-label="Verdict">${renderOptions('Any verdict', verdicts, query.verdict)}</select>
${query.tag && html`<input type="hidden" name="tag" value="${query.tag}">`}${query.definitionId && html`<input type="hidden" name="definitionId" value="${query.definitionId}">`}${project && html`<input type="hidden" name="project" value="${project}">`}<button>Filter</button></form>`;
}

/** A value that came by the address and is none of ours is kept as it is. */
function renderOptions(any: string, options: { label: string; value: string }[], chosen = ''): Markup {
  const isForeign = chosen !== '' && options.every(({ value }) => value !== chosen);
  const all = isForeign ? [...options, { label: shorten(chosen, 60), value: chosen }] : options;
  return html`<option value="">${any}</option>${all.map(
    ({ label, value }) =>
      html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`,
  )}`;
}

function renderList(list: ExecutionList, query: Query, isFiltered: boolean, place: Place): Markup {
  if (list.items.length === 0)
    return html`<div class="panel none"><p>${isFiltered ? 'No execution matches.' : 'Nothing more on this page.'}</p><p><a href="${addressIn(place.project, '/')}">Show all</a></p></div>`;
  return html`<div class="panel"><table class="executions"><thead><tr><th>State</th><th>Name</th><th>Tests</th><th class="number">Time</th><th>Submitted</th></tr></thead><tbody>${list.items.map((item) => renderRow(item, place))}</tbody></table></div>${renderPaging(list, query, place)}`;
}

function renderRow(execution: Execution, place: Place): Markup {
  const { executionId, status, verdict, attempt, queuePosition, submittedAt } = execution;
  const tags = Object.entries(execution.tags).slice(0, MOST_TAGS);
  return html`<tr data-key="${executionId}"><td class="state">${renderStatusChip(status, verdict)}${
    queuePosition !== null && html`<span class="muted number">position ${queuePosition}</span>`
  }${attempt > 0 && html`<span class="muted">attempt ${attempt + 1}</span>`}</td><td class="name"><a href="${addressIn(place.project, `/executions/${executionId}`)}"><bdi>${shorten(execution.name, 200)}</bdi></a><p class="muted">${describeKind(execution)}${tags.map((tag) => renderTag(tag, place))}</p></td><td class="tests">${renderTests(execution)}</td><td class="number time">${renderTime(execution)}</td><td class="when">${renderInstant(submittedAt)}</td></tr>`;
}

const describeKind = ({ type, framework, submittedBy }: Execution): string =>
  [framework ?? type, `by ${shorten(submittedBy, 60)}`].join(' · ');

const renderTag = ([key, value]: [string, string], { project }: Place): Markup =>
  html` <a class="chip tag" href="${addressIn(project, `/?tag=${encodeURIComponent((value === '' ? key : `${key}=${value}`).toWellFormed())}`)}">${shorten(value === '' ? key : `${key}: ${value}`, 60)}</a>`;

function renderTests({ counts, units, verdict }: Execution): Markup {
  if (counts.total === 0 && units.total === 0) return html`<span class="muted">–</span>`;
  const parts = [
    counts.failed > 0 && html`<span class="fail">${formatCount(counts.failed)} failed</span>`,
    counts.flaky > 0 && html`<span class="flaky">${formatCount(counts.flaky)} flaky</span>`,
    verdict === null &&
      units.total > 0 &&
      html`<span>${formatCount(units.reported)} of ${formatCount(units.total)} units</span>`,
  ].filter((part) => part !== false);
  return html`${renderCountBar(counts)}<p class="muted number">${formatCount(counts.total)} ${counts.total === 1 ? 'test' : 'tests'}${parts.map((part) => html` · ${part}`)}</p>`;
}

/** Of a running execution the script counts on. */
export function renderTime(execution: Pick<Execution, 'durationMs' | 'startedAt' | 'verdict'>): Markup {
  const text = formatDuration(execution.durationMs);
  return execution.verdict === null && execution.startedAt !== null
    ? html`<span data-since="${execution.startedAt}">${text}</span>`
    : html`${text}`;
}

function renderPaging({ nextCursor }: ExecutionList, query: Query, { project }: Place): Markup {
  const address = (cursor: string | undefined) => {
    const given = Object.entries({ ...query, project: project ?? undefined, cursor }).filter(
      ([, value]) => value !== undefined && value !== '',
    );
    return given.length === 0 ? '/' : `/?${new URLSearchParams(given as [string, string][])}`;
  };
  return html`<nav class="paging" aria-label="Pages">${query.cursor && html`<a class="button" href="${address(undefined)}">Newest</a>`}${
    nextCursor !== null && html`<a class="button" href="${address(nextCursor)}" rel="next">Older</a>`
  }</nav>`;
}

const renderLesson = (): Markup =>
  html`<section class="panel lesson"><h2>Nothing has run yet</h2><p>In the folder of a project that has tests, run:</p><pre class="command">gauntlet run .</pre><p>Gauntlet finds out which framework it uses, packs the folder, runs the tests apart from it and shows them here as they come. The folder itself is not changed.</p><dl class="facts"><div class="wide"><dt>In several groups at once</dt><dd><code>gauntlet run . --parallel 4</code></dd></div><div class="wide"><dt>From a script</dt><dd><code>POST /api/v1/tests</code>, see <a href="/docs">the API</a></dd></div></dl></section>`;
