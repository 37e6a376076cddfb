/** A failed test as it is printed while the run goes on. */
import type { ExecutionEvent, FailureSummary } from '@gauntlet/contract';
import { countText } from '../terminal/amounts.ts';
import { cutEnd, cutStart, wrapText } from '../terminal/display-width.ts';
import { printable, printableLines } from '../terminal/printable.ts';
import { reasonText } from './advice.ts';
import type { Look } from './look.ts';

type UnitFinished = Extract<ExecutionEvent, { type: 'unit-finished' }>['data'];

const MOST_MESSAGE_LINES = 14;
const TITLE_LINES = 2;

export function failureTitle(failure: Pick<FailureSummary, 'suite' | 'name'>, within: string): string {
  return [...failure.suite, failure.name].map(printable).join(` ${within} `);
}

export function placeText(failure: { file?: string | null; line?: number | null }): string | null {
  if (!failure.file) return null;
  return printable(failure.line ? `${failure.file}:${failure.line}` : failure.file);
}

/** Lines of a difference in their usual colours. */
const colourDifference = (line: string, look: Look) => {
  if (/^\+(?!\+)/.test(line)) return look.paint.green(line);
  return /^-(?!-)/.test(line) ? look.paint.red(line) : line;
};

/** The message without blank lines, wrapped, at most fourteen lines. */
function messageLines(message: string, width: number, look: Look): string[] {
  const lines = printableLines(message)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(0, MOST_MESSAGE_LINES + 1)
    .flatMap((line) => wrapText(line, width).map((part) => colourDifference(part, look)));
  const more = lines.length > MOST_MESSAGE_LINES;
  return more ? [...lines.slice(0, MOST_MESSAGE_LINES), look.paint.dim('…')] : lines;
}

/** `bar` stands before each line of a message; without a terminal it keeps a message from passing for a command of a CI system. */
export function failureLines(failure: FailureSummary, look: Look, bar = ''): string[] {
  const width = Math.max(20, look.columns - 5 - bar.length);
  const [title = '', ...rest] = wrapText(failureTitle(failure, look.symbols.within), width - 2);
  const heading = [title, ...rest.slice(0, TITLE_LINES - 1)];
  if (rest.length >= TITLE_LINES) heading[TITLE_LINES - 1] = cutEnd(rest.join(' '), width - 2);
  const place = placeText(failure);
  return [
    ...heading.map((line, index) =>
      index === 0
        ? `  ${look.paint.red(look.symbols.failed)} ${look.paint.bold(line)}`
        : `    ${look.paint.bold(line)}`,
    ),
    ...(place === null ? [] : [`    ${look.paint.cyan(cutStart(place, width))}`]),
    ...(failure.message === undefined ? [] : messageLines(failure.message, width, look)).map(
      (line) => `    ${bar}${line}`,
    ),
  ];
}

function unitProblemLines(unit: UnitFinished, look: Look, bar: string): string[] {
  const width = Math.max(20, look.columns - 5 - bar.length);
  const message =
    unit.message ?? (unit.reason === undefined ? 'It ended in error.' : reasonText(unit.reason));
  const title = cutStart(printable(unit.title), width - 2);
  return [
    `  ${look.paint.red(look.symbols.failed)} ${look.paint.bold(title)}`,
    ...messageLines(message, width, look).map((line) => `    ${bar}${line}`),
  ];
}

/** Everything that is wrong with one unit; nothing for one that is well. */
export function unitFailureLines(unit: UnitFinished, look: Look, bar = ''): string[] {
  if (unit.outcome === 'passed' || unit.outcome === 'skipped') return [];
  const blocks = unit.failures.map((failure) => failureLines(failure, look, bar));
  const untold = unit.counts.failed - unit.failures.length;
  if (unit.failures.length > 0 && untold > 0) {
    blocks.push([
      look.paint.dim(`    and ${countText(untold, 'further failure')} in ${printable(unit.title)}`),
    ]);
  }
  if (unit.failures.length === 0 || unit.outcome === 'error') {
    if (unit.reason !== undefined && unit.reason !== 'tests-failed')
      blocks.push(unitProblemLines(unit, look, bar));
    else if (unit.failures.length === 0) blocks.push(unitProblemLines(unit, look, bar));
  }
  return blocks.flatMap((lines) => ['', ...lines]);
}
