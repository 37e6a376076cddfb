/** A run told in plain lines, for logs of CI systems and for pipes: nothing moves, nothing is repainted. */
import type { ExecutionEvent } from '@gauntlet/contract';
import { durationText } from '../terminal/amounts.ts';
import { printable } from '../terminal/printable.ts';
import { countsText, type UnitWord } from './counts-text.ts';
import { eventLines, planParts } from './event-lines.ts';
import { unitFailureLines } from './failure-lines.ts';
import type { Look } from './look.ts';
import type { Progress } from './progress.ts';

/** CI systems obey lines that begin with `::` or `##[`; no test's message shall begin one. */
const BAR = '| ';

function unitLine(
  unit: Extract<ExecutionEvent, { type: 'unit-finished' }>['data'],
  progress: Progress,
  look: Look,
): string {
  const total = String(progress.plan?.units ?? '?');
  const done = String(progress.unitsDone).padStart(total.length);
  const { paint, symbols } = look;
  const sign =
    unit.outcome === 'passed'
      ? paint.green(symbols.passed)
      : unit.outcome === 'skipped'
        ? paint.yellow(symbols.skipped)
        : paint.red(symbols.failed);
  const time = paint.dim(durationText(unit.durationMs));
  return `[${done}/${total}] ${sign} ${printable(unit.title)}  ${countsText(unit.counts, paint)}  ${time}`;
}

function statusLine(event: Extract<ExecutionEvent, { type: 'status-changed' }>): string | null {
  const { to, message } = event.data;
  if (to === 'queued') return 'Queued';
  if (to === 'initializing') return 'Preparing';
  if (to === 'rejected' || to === 'expired')
    return `${to}${message === undefined ? '' : `: ${printable(message)}`}`;
  return null;
}

/** @param progress as it is after the event */
export function plainLines(event: ExecutionEvent, progress: Progress, word: UnitWord, look: Look): string[] {
  const more = eventLines(event, progress, look)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  switch (event.type) {
    case 'status-changed': {
      const line = statusLine(event);
      return [...(line === null ? [] : [line]), ...more];
    }
    case 'phase-changed':
      return event.data.phase === 'setting-up' && event.data.detail !== undefined
        ? [`Setting up: ${printable(event.data.detail)}`]
        : [];
    case 'plan-made':
      return [`Plan: ${planParts(event.data, word).join(', ')}`];
    case 'unit-finished': {
      const failures = unitFailureLines(event.data, look, BAR);
      return [
        unitLine(event.data, progress, look),
        ...more,
        ...failures,
        ...(failures.length > 0 ? [''] : []),
      ];
    }
    case 'cancel-requested':
      return ['Cancelling'];
    default:
      return more;
  }
}
