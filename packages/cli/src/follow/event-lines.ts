/** What an event has to say beside tests: printed once, above the live lines or as a line of a log. */
import type { ExecutionEvent } from '@gauntlet/contract';
import { countText } from '../terminal/amounts.ts';
import { cutEnd, widthOf } from '../terminal/display-width.ts';
import { printable } from '../terminal/printable.ts';
import { reasonText } from './advice.ts';
import { type UnitWord, unitsText } from './counts-text.ts';
import { type Look, layoutWidth } from './look.ts';
import type { Progress } from './progress.ts';

type Plan = NonNullable<Progress['plan']>;

/** A sentence as part of a longer line. */
export const withoutStop = (text: string): string => printable(text).replace(/\.$/, '');

/** `node:test`, `6 files in 2 groups`, `set-up: linked node_modules`. */
export function planParts(plan: Plan, word: UnitWord): string[] {
  const tests = plan.expectedTests === null ? '' : ` with ${countText(plan.expectedTests, 'test')}`;
  const groups = plan.groups > 1 ? ` in ${plan.groups} groups` : '';
  return [
    printable(plan.framework),
    `${unitsText(plan.units, word)}${tests}${groups}`,
    ...(plan.setup ? [`set-up: ${withoutStop(plan.setup)}`] : []),
    ...(plan.commit === undefined ? [] : [`commit ${printable(plan.commit).slice(0, 10)}`]),
    ...(plan.countVerified ? [] : [`checked ${word} by ${word}`]),
  ];
}

/** Parts on as few lines as they fit, none of them broken. */
export function joinParts(parts: readonly string[], width: number, dot: string): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : `${last} ${dot} ${part}`;
    if (last !== undefined && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(cutEnd(part, width));
  }
  return lines;
}

function retryText(progress: Progress, message: string | undefined): string {
  const why = message === undefined ? '' : `: ${printable(message)}`;
  return `Attempt ${progress.attempt + 1} did not pass, it is tried again${why}`;
}

/** No fault of the tests, and said so. */
const FAULTS = {
  infrastructure: "by the cluster's fault",
  interruption: 'its place was taken away',
} as const;

/** @param progress as it is after the event */
export function eventLines(event: ExecutionEvent, progress: Progress, look: Look): string[] {
  const { paint, symbols } = look;
  const width = layoutWidth(look) - 4;
  const warn = (text: string) => ['', `  ${paint.yellow(symbols.warning)} ${cutEnd(text, width)}`];
  switch (event.type) {
    case 'status-changed':
      return event.data.to === 'retrying'
        ? ['', `  ${paint.yellow(symbols.retry)} ${cutEnd(retryText(progress, event.data.message), width)}`]
        : [];
    case 'group-waiting':
      return warn(`Group ${event.data.groupIndex + 1}: ${printable(event.data.message)}`);
    case 'group-warned':
      return warn(`Group ${event.data.groupIndex + 1}: ${printable(event.data.message)}`);
    case 'group-lost': {
      const { groupIndex, why, unitsReturned, by } = event.data;
      const returned =
        unitsReturned === 0 ? '' : `; ${countText(unitsReturned, 'unit')} went back to the others`;
      const fault = by === undefined ? '' : `, ${FAULTS[by]}`;
      return warn(`Group ${groupIndex + 1} was lost${fault}: ${printable(why)}${returned}`);
    }
    case 'unit-finished': {
      const { outcome, reason, title } = event.data;
      return outcome === 'passed' && reason !== undefined
        ? warn(`${printable(title)}: ${reasonText(reason)}`)
        : [];
    }
    default:
      return [];
  }
}
