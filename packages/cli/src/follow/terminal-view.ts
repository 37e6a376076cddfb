/**
 * Shows a run on a terminal: what is finished scrolls up, what is under way changes in place below.
 * Owns the live area, its timer, and how many failures were printed. Invariant: after `finish` or
 * `close` nothing is drawn any more and the terminal is as it was.
 */
import { openLiveArea } from '../terminal/live-area.ts';
import type { Output } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import type { UnitWord } from './counts-text.ts';
import { eventLines, planText } from './event-lines.ts';
import { unitFailureLines } from './failure-lines.ts';
import { liveLines } from './live-lines.ts';
import { lookOf } from './look.ts';
import { type Progress, startOfProgress } from './progress.ts';
import { shortId } from './short-id.ts';
import { summaryLines } from './summary-lines.ts';
import type { FollowView } from './view.ts';

const FRAME_MS = 100;
/** More failed units than this are in the report; scrolling through them helps nobody. */
const MOST_FAILED_UNITS = 40;

export function createTerminalView(
  output: Output,
  options: { header: 'full' | 'none' } = { header: 'full' },
): FollowView {
  const area = openLiveArea(output);
  let doing: string | null = null;
  let doingSince = Date.now();
  let execution: { executionId: string; name: string } | null = null;
  let progress: Progress = startOfProgress();
  let word: UnitWord = 'unit';
  let lost: string | null = null;
  let frame = 0;
  let failedUnits = 0;
  let headerPrinted = false;
  /** This clock minus the server's, ms: the smallest difference seen has the least delay in it. */
  let clockAheadMs = Number.POSITIVE_INFINITY;

  const draw = () => {
    const look = lookOf(output);
    const now = Date.now() - (Number.isFinite(clockAheadMs) ? clockAheadMs : 0);
    if (doing !== null) {
      const spinner = look.symbols.spinner[frame % look.symbols.spinner.length] ?? '';
      const seconds = Math.floor((Date.now() - doingSince) / 1000);
      const since = seconds < 2 ? '' : look.paint.dim(`  ${seconds}s`);
      area.draw(['', `  ${look.paint.cyan(spinner)} ${printable(doing)}${since}`]);
      return;
    }
    const trouble =
      lost === null ? [] : [look.paint.yellow(`  ${look.symbols.warning} Reconnecting: ${printable(lost)}`)];
    area.draw([...liveLines(progress, word, look, { now, frame }), ...trouble]);
  };
  const timer = setInterval(() => {
    frame += 1;
    draw();
  }, FRAME_MS);

  const printHeader = () => {
    if (headerPrinted || execution === null || progress.plan === null || options.header === 'none') return;
    headerPrinted = true;
    const look = lookOf(output);
    const about = `${planText(progress.plan, word, look)} ${look.symbols.dot} ${shortId(execution.executionId)}`;
    area.print(['', `  ${look.paint.bold(printable(execution.name))}`, `  ${look.paint.dim(about)}`]);
  };
  const printFailures = (lines: string[]) => {
    if (lines.length === 0) return;
    failedUnits += 1;
    if (failedUnits <= MOST_FAILED_UNITS) area.print(lines);
    else if (failedUnits === MOST_FAILED_UNITS + 1)
      area.print(['', '    Further failures are in the report.']);
  };
  const end = (lines: readonly string[]) => {
    clearInterval(timer);
    area.close();
    for (const line of lines) output.line(line);
  };

  return {
    doing: (text) => {
      if (doing === null) doingSince = Date.now();
      doing = text;
      draw();
    },
    note: (text) => area.print([`  ${output.paint.yellow(output.symbols.warning)} ${printable(text)}`]),
    submitted: (submitted) => {
      execution = submitted;
      doing = null;
      draw();
    },
    units: (named) => {
      word = named;
    },
    event: (received, after) => {
      progress = after;
      doing = null;
      lost = null;
      const at = Date.parse(received.at);
      if (!Number.isNaN(at)) clockAheadMs = Math.min(clockAheadMs, Date.now() - at);
      if (received.event === null) return;
      const look = lookOf(output);
      if (received.event.type === 'plan-made') printHeader();
      const lines = eventLines(received.event, after, look);
      if (lines.length > 0) area.print(lines);
      if (received.event.type === 'unit-finished') printFailures(unitFailureLines(received.event.data, look));
    },
    contact: (state, why) => {
      lost = state === 'lost' ? why : null;
    },
    finish: (view, links) => end(summaryLines(view, links, word, lookOf(output))),
    close: () => end([]),
  };
}
