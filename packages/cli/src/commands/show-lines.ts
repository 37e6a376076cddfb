/** One execution in full, as `gauntlet show` prints it. */
import type { ExecutionView, GroupView } from '@gauntlet/contract';
import type { ScoredNode } from '@gauntlet/core/executions';
import { countsText, unitsText } from '../follow/counts-text.ts';
import { withoutStop } from '../follow/event-lines.ts';
import type { Look } from '../follow/look.ts';
import { type SummaryLinks, summaryLines } from '../follow/summary-lines.ts';
import { durationText } from '../terminal/amounts.ts';
import { padEnd } from '../terminal/display-width.ts';
import { exactMomentText, type MomentStyle } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import { type Column, tableLines } from '../terminal/table.ts';
import { paintStatus, statusText } from './status-text.ts';

const KEY_WIDTH = 11;
/** A run of 50 groups may be on as many nodes. */
const MOST_PLACES = 3;
/** The server's own host. */
const LOCAL = 'local';

const isScored = (node: unknown): node is ScoredNode =>
  typeof node === 'object' && node !== null && 'name' in node && 'score' in node && 'why' in node;

/** Why there: the nodes that groups are on, as they were scored when it was scheduled. */
function placedOn({ placement, groups }: ExecutionView): [key: string, value: string][] {
  const scored = (Array.isArray(placement) ? placement : []).filter(isScored);
  const used = new Set(groups.map(({ nodeName }) => nodeName));
  // One that was full then, or was not there yet, has no score that would tell.
  const places = scored.filter(({ name, fits }) => fits && used.has(name));
  const texts = places
    .slice(0, MOST_PLACES)
    .map(({ name, score, why }) => `${printable(name)} (score ${Math.round(score)}: ${withoutStop(why)})`);
  const more = places.length - texts.length;
  if (more > 0) texts.push(`and ${more} more: --json has all`);
  return texts.map((text, index) => [index === 0 ? 'Placed on' : '', text]);
}

function facts(view: ExecutionView, look: Look, style: MomentStyle): [key: string, value: string][] {
  const tags = Object.entries(view.tags).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
  return [
    ['State', view.verdict === null ? paintStatus(statusText(view), view, look.paint) : view.status],
    ['Id', view.executionId],
    ['Type', view.framework === null ? view.type : `${view.type}, ${printable(view.framework)}`],
    ['By', `${printable(view.submittedBy)}, ${exactMomentText(view.submittedAt, style)}`],
    ...(view.environment.name === LOCAL
      ? []
      : [['Runs in', printable(view.environment.name)] as [string, string]]),
    ...placedOn(view),
    ...(view.waitingFor ? [['Waits for', withoutStop(view.waitingFor)] as [string, string]] : []),
    ...(view.setup === null ? [] : [['Set-up', withoutStop(view.setup)] as [string, string]]),
    ...(view.commit === null ? [] : [['Commit', printable(view.commit)] as [string, string]]),
    ...(tags.length === 0 ? [] : [['Tags', printable(tags.join(', '))] as [string, string]]),
    ...(view.rerunOf === null ? [] : [['Rerun of', view.rerunOf] as [string, string]]),
  ];
}

function groupTook({ startedAt, finishedAt }: GroupView): string {
  if (startedAt === null) return '';
  const end = finishedAt === null ? Date.now() : Date.parse(finishedAt);
  return durationText(end - Date.parse(startedAt));
}

/** On this server's host the name of a pod is only a name. */
const podOf = (view: ExecutionView, { podName }: GroupView) =>
  view.environment.name === LOCAL ? '' : (podName ?? '');

const groupColumns = (view: ExecutionView, look: Look): Column<GroupView>[] => [
  { title: 'group', text: (row) => String(row.index + 1), align: 'right' },
  { title: 'attempt', text: (row) => String(row.attempt + 1), align: 'right', paint: look.paint.dim },
  {
    title: 'state',
    text: (row) => (row.status === 'running' && row.phase !== null ? row.phase : row.status),
  },
  { title: 'units', text: (row) => String(row.unitsReported), align: 'right' },
  { title: 'tests', text: (row) => (row.counts === null ? '' : String(row.counts.total)), align: 'right' },
  { title: 'took', text: groupTook, align: 'right', paint: look.paint.dim },
  { title: 'where', text: (row) => row.nodeName ?? '', paint: look.paint.dim, cut: 'end' },
  { title: 'pod', text: (row) => podOf(view, row), paint: look.paint.dim, cut: 'end' },
  { title: 'waits for', text: (row) => row.waiting?.message ?? '', paint: look.paint.yellow, cut: 'end' },
  { title: 'lost by', text: (row) => row.lostBy ?? '', paint: look.paint.dim },
  { title: 'lost because', text: (row) => row.lostReason ?? '', paint: look.paint.red, cut: 'end' },
];

/** Columns that say nothing in any row are left out. */
function groupLines(view: ExecutionView, look: Look): string[] {
  if (view.groups.length === 0) return [];
  const columns = groupColumns(view, look).filter((column) =>
    view.groups.some((group) => column.text(group) !== ''),
  );
  const once = view.groups.every((group) => group.attempt === 0);
  const shown = once ? columns.filter((column) => column.title !== 'attempt') : columns;
  const lines = tableLines(view.groups, shown, { columns: look.columns - 2, dim: look.paint.dim });
  return ['', ...lines.map((line) => `  ${line}`)];
}

function progressLines(view: ExecutionView, look: Look): string[] {
  if (view.verdict !== null) return [];
  const units =
    view.units.total === 0 ? '' : `, ${view.units.reported}/${unitsText(view.units.total, 'unit')}`;
  return [`  ${look.paint.dim(padEnd('So far', KEY_WIDTH))}${countsText(view.counts, look.paint)}${units}`];
}

/** @returns what stands before and after the failures */
export function showLines(
  view: ExecutionView,
  links: SummaryLinks,
  look: Look,
  style: MomentStyle,
): { head: string[]; tail: string[] } {
  const head = [
    '',
    `  ${look.paint.bold(printable(view.name))}`,
    '',
    ...facts(view, look, style).map(([key, value]) => `  ${look.paint.dim(padEnd(key, KEY_WIDTH))}${value}`),
    ...progressLines(view, look),
    ...groupLines(view, look),
  ];
  return { head, tail: view.verdict === null ? [''] : summaryLines(view, links, 'unit', look) };
}
