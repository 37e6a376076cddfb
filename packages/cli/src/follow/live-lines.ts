/** The lines that change in place while an execution runs; pure: the same progress gives the same lines. */
import type { AgentPhase, ExecutionStatus } from '@gauntlet/contract';
import { clockText, countText, leftText } from '../terminal/amounts.ts';
import { cutEnd, cutStart, padEnd, padStart, widthOf } from '../terminal/display-width.ts';
import { printable } from '../terminal/printable.ts';
import { countsText, type UnitWord, unitsText } from './counts-text.ts';
import { withoutStop } from './event-lines.ts';
import { type Look, layoutWidth } from './look.ts';
import { type GroupProgress, type Progress, timeLeftMs } from './progress.ts';

export type Moment = {
  /** Now by the server's clock, ms since the epoch. */
  now: number;
  /** Counts up with each frame of the spinner. */
  frame: number;
};

const PHASE_TEXT: Record<AgentPhase, string> = {
  fetching: 'fetching the content',
  'setting-up': 'setting up',
  listing: 'listing the tests',
  copying: 'copying the content',
  running: 'running',
  uploading: 'storing artifacts',
};
const STATUS_TEXT: Record<ExecutionStatus, string> = {
  submitted: 'Submitted',
  validating: 'Checking',
  rejected: 'Rejected',
  queued: 'Queued',
  expired: 'Expired',
  scheduled: 'Starting',
  initializing: 'Preparing',
  running: 'Running',
  completing: 'Collecting results',
  completed: 'Writing the report',
  failed: 'Writing the report',
  timeout: 'Writing the report',
  cancelled: 'Writing the report',
  retrying: 'Waiting to try again',
  cleanup: 'Tidying up',
  archived: 'Done',
};

const MOST_ROWS = 10;

/** What groups do before the units are listed: the one that has come farthest in its pod, or they wait for one. */
function preparingText(progress: Progress): string | null {
  if (progress.status !== 'initializing' && progress.status !== 'scheduled') return null;
  const groups = [...progress.groups.values()];
  const group = groups.find(({ phase }) => phase !== null && phase !== 'running');
  // A group that has no phase yet has a pod that waits, and the detail says for what.
  const waiting = groups.find(({ phase, detail }) => phase === null && detail !== null);
  if (group === undefined && waiting?.detail) return `Waiting: ${withoutStop(waiting.detail)}`;
  if (group === undefined || group.phase === null) return null;
  const text = PHASE_TEXT[group.phase];
  return (
    text[0]?.toUpperCase() + text.slice(1) + (group.detail === null ? '' : `: ${withoutStop(group.detail)}`)
  );
}

function stateText(progress: Progress): string {
  if (progress.cancelling && progress.verdict === null) return 'Cancelling';
  const attempt = progress.attempt > 0 ? `, attempt ${progress.attempt + 1}` : '';
  return (preparingText(progress) ?? STATUS_TEXT[progress.status]) + attempt;
}

/** Left and right part of one line; the left one gives way. */
function spread(left: string, right: string, width: number): string {
  return padEnd(left, width - widthOf(right)) + right;
}

function headLine(progress: Progress, word: UnitWord, look: Look, moment: Moment): string {
  const { paint, symbols } = look;
  const width = layoutWidth(look);
  const spinner = symbols.spinner[moment.frame % symbols.spinner.length] ?? '';
  const elapsed = progress.startedAt === null ? '' : clockText(moment.now - progress.startedAt);
  const left = timeLeftMs(progress, moment.now);
  const clock = `${elapsed}${left === null ? '' : paint.dim(`  ${leftText(left)}`)}`;
  const room = width - widthOf(clock) - 6;
  const state = cutEnd(stateText(progress), Math.max(8, room));
  const parts = [paint.bold(state)];
  if (progress.plan !== null && progress.status !== 'queued') {
    const { units } = progress.plan;
    parts.push(`${progress.unitsDone}/${unitsText(units, word)}`);
    if (progress.counts.total > 0) parts.push(countsText(progress.counts, paint, '  '));
  }
  while (parts.length > 1 && widthOf(parts.join('   ')) > room) parts.pop();
  return spread(`  ${paint.cyan(spinner)} ${parts.join('   ')}`, clock, width);
}

function barLine(progress: Progress, look: Look): string[] {
  const units = progress.plan?.units ?? 0;
  if (units === 0) return [];
  const width = layoutWidth(look) - 4;
  const full = Math.min(width, Math.round((progress.unitsDone / units) * width));
  const { bar } = look.symbols;
  const colour = progress.counts.failed > 0 ? look.paint.red : look.paint.green;
  return [`    ${colour(bar.full.repeat(full))}${look.paint.dim(bar.empty.repeat(width - full))}`];
}

function groupText(group: GroupProgress, word: UnitWord): string {
  const first = group.running[0];
  if (first !== undefined) return printable(first.title);
  if (group.state === 'finished') return `done, ${unitsText(group.unitsDone, word)}`;
  if (group.state === 'lost') return 'lost';
  if (group.phase === null) return 'starting';
  return group.phase === 'running' ? 'asking for work' : PHASE_TEXT[group.phase];
}

/** Tenths of a second at first, so that something moves; whole seconds later, so that little does. */
const runningText = (ms: number) => (ms < 10_000 ? `${(Math.max(0, ms) / 1000).toFixed(1)}s` : clockText(ms));

function groupLine(
  group: GroupProgress,
  word: UnitWord,
  look: Look,
  now: number,
  numberWidth: number,
): string {
  const first = group.running[0];
  const more = group.running.length > 1 ? `  +${group.running.length - 1}` : '';
  const runs = first === undefined ? '' : runningText(now - first.startedAt);
  const width = layoutWidth(look);
  const number = look.paint.dim(padStart(String(group.index + 1), numberWidth));
  const room = width - numberWidth - widthOf(more) - 16;
  const text = cutStart(groupText(group, word), Math.max(10, room));
  const shown = first === undefined ? look.paint.dim(text) : text;
  return spread(`    ${number}  ${shown}${look.paint.dim(more)}`, look.paint.dim(runs), width);
}

/** Which groups get a line of their own: all when there is room, else those whose work takes longest. */
function chosenGroups(groups: readonly GroupProgress[], room: number): readonly GroupProgress[] {
  if (groups.length <= room) return groups;
  const startOf = (group: GroupProgress) => group.running[0]?.startedAt ?? Number.POSITIVE_INFINITY;
  return [...groups]
    .filter((group) => group.running.length > 0)
    .sort((a, b) => startOf(a) - startOf(b) || a.index - b.index)
    .slice(0, room - 1);
}

function othersLine(groups: readonly GroupProgress[], shown: readonly GroupProgress[], look: Look): string[] {
  const others = groups.filter((group) => !shown.includes(group));
  if (others.length === 0) return [];
  const count = (test: (group: GroupProgress) => boolean, text: string) => {
    const number = others.filter(test).length;
    return number === 0 ? [] : [`${number} ${text}`];
  };
  const parts = [
    ...count((group) => group.running.length > 0, 'at work'),
    ...count((group) => group.running.length === 0 && group.state === 'working', 'asking for work'),
    ...count((group) => group.state === 'preparing', 'preparing'),
    ...count((group) => group.state === 'finished', 'done'),
    ...count((group) => group.state === 'lost', 'lost'),
  ];
  const more = countText(others.length, 'more group');
  const text =
    parts.length === 1 ? `${more} ${parts[0]?.replace(/^\d+ /, '')}` : `${more}: ${parts.join(', ')}`;
  return [look.paint.dim(`    ${cutEnd(text, layoutWidth(look) - 4)}`)];
}

function groupLines(progress: Progress, word: UnitWord, look: Look, now: number): string[] {
  if (progress.status !== 'running' && progress.status !== 'initializing') return [];
  const groups = [...progress.groups.values()].sort((a, b) => a.index - b.index);
  const room = Math.max(1, Math.min(MOST_ROWS, look.rows - 4));
  const shown = chosenGroups(groups, room);
  const numberWidth = String(groups.length).length;
  return [
    ...shown.map((group) => groupLine(group, word, look, now, numberWidth)),
    ...othersLine(groups, shown, look),
  ];
}

export function liveLines(progress: Progress, word: UnitWord, look: Look, moment: Moment): string[] {
  return [
    '',
    headLine(progress, word, look, moment),
    ...barLine(progress, look),
    ...groupLines(progress, word, look, moment.now),
  ];
}
