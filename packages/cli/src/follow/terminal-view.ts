/**
 * Shows a run on a terminal: what is finished scrolls up, what is under way changes in place below.
 * Owns the live area, its timer, and how many failures were printed. Invariant: after `finish` or
 * `close` nothing is drawn any more and the terminal is as it was.
 */
import type { ExecutionEvent } from '@gauntlet/contract';
import { wrapText } from '../terminal/display-width.ts';
import { openLiveArea } from '../terminal/live-area.ts';
import type { Output } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import type { UnitWord } from './counts-text.ts';
import { eventLines, joinParts, planParts } from './event-lines.ts';
import { unitFailureLines } from './failure-lines.ts';
import { liveLines } from './live-lines.ts';
import { type Look, layoutWidth, lookOf } from './look.ts';
import { type Progress, startOfProgress } from './progress.ts';
import { shortId } from './short-id.ts';
import { summaryLines } from './summary-lines.ts';
import type { FollowView } from './view.ts';

const FRAME_MS = 100;
/** More failed units than this are in the report; scrolling through them helps nobody. */
const MOST_FAILED_UNITS = 40;

type Shown = {
  /** What is done before there is an execution, and since when by this clock; null afterwards. */
  doing: { text: string; since: number } | null;
  execution: { executionId: string; name: string } | null;
  progress: Progress;
  word: UnitWord;
  lost: string | null;
  /** This clock minus the server's, ms: the smallest difference seen has the least delay in it. */
  clockAheadMs: number | null;
};

function doingLines(doing: { text: string; since: number }, look: Look, frame: number): string[] {
  const spinner = look.symbols.spinner[frame % look.symbols.spinner.length] ?? '';
  const seconds = Math.floor((Date.now() - doing.since) / 1000);
  const since = seconds < 2 ? '' : look.paint.dim(`  ${seconds}s`);
  return ['', `  ${look.paint.cyan(spinner)} ${printable(doing.text)}${since}`];
}

function shownLines(shown: Shown, look: Look, frame: number): string[] {
  if (shown.doing !== null) return doingLines(shown.doing, look, frame);
  const now = Date.now() - (shown.clockAheadMs ?? 0);
  const { lost } = shown;
  const trouble =
    lost === null ? [] : [look.paint.yellow(`  ${look.symbols.warning} Reconnecting: ${printable(lost)}`)];
  return [...liveLines(shown.progress, shown.word, look, { now, frame }), ...trouble];
}

function noteLines(text: string, look: Look): string[] {
  const lines = wrapText(printable(text), layoutWidth(look) - 4);
  const sign = look.paint.yellow(look.symbols.warning);
  return ['', ...lines.map((line, index) => (index === 0 ? `  ${sign} ${line}` : `    ${line}`))];
}

function headerLines({ execution, progress, word }: Shown, look: Look): string[] {
  if (execution === null || progress.plan === null) return [];
  const parts = [...planParts(progress.plan, word), shortId(execution.executionId)];
  const about = joinParts(parts, layoutWidth(look) - 2, look.symbols.dot);
  return [
    '',
    `  ${look.paint.bold(printable(execution.name))}`,
    ...about.map((line) => `  ${look.paint.dim(line)}`),
  ];
}

/** What an event leaves behind above the live lines. */
function createEventPrinter(output: Output, print: (lines: readonly string[]) => void) {
  let headerPrinted = false;
  let failedUnits = 0;
  const printFailures = (lines: readonly string[]) => {
    if (lines.length === 0) return;
    failedUnits += 1;
    if (failedUnits <= MOST_FAILED_UNITS) print(lines);
    else if (failedUnits === MOST_FAILED_UNITS + 1) print(['', '    Further failures are in the report.']);
  };
  return (event: ExecutionEvent, shown: Shown) => {
    const look = lookOf(output);
    if (event.type === 'plan-made' && !headerPrinted) {
      headerPrinted = true;
      print(headerLines(shown, look));
    }
    const lines = eventLines(event, shown.progress, look);
    if (lines.length > 0) print(lines);
    if (event.type === 'unit-finished') printFailures(unitFailureLines(event.data, look));
  };
}

function updateClock(shown: Shown, at: string): void {
  const ahead = Date.now() - Date.parse(at);
  if (!Number.isNaN(ahead)) shown.clockAheadMs = Math.min(shown.clockAheadMs ?? ahead, ahead);
}

export function createTerminalView(output: Output): FollowView {
  const area = openLiveArea(output);
  const progress = startOfProgress();
  const shown: Shown = {
    doing: null,
    execution: null,
    progress,
    word: 'unit',
    lost: null,
    clockAheadMs: null,
  };
  const printEvent = createEventPrinter(output, area.print);
  let frame = 0;
  const draw = () => area.draw(shownLines(shown, lookOf(output), frame));
  const timer = setInterval(() => {
    frame += 1;
    if (shown.doing !== null || shown.execution !== null) draw();
  }, FRAME_MS);
  const end = (lines: readonly string[]) => {
    clearInterval(timer);
    area.close();
    for (const line of lines) output.line(line);
  };
  return {
    doing: (text) => {
      shown.doing = { text, since: Date.now() };
      draw();
    },
    note: (text) => area.print(noteLines(text, lookOf(output))),
    submitted: (execution) => {
      shown.execution = execution;
      shown.doing = null;
      draw();
    },
    units: (word) => {
      shown.word = word;
    },
    event: (received, after) => {
      shown.progress = after;
      shown.lost = null;
      updateClock(shown, received.at);
      if (received.event !== null) printEvent(received.event, shown);
    },
    contact: (state, why) => {
      shown.lost = state === 'lost' ? why : null;
    },
    finish: (view, links) => end(summaryLines(view, links, shown.word, lookOf(output))),
    close: () => end([]),
  };
}
