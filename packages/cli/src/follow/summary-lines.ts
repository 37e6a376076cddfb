/** The end of a run: verdict, counts, why, what to do, where to look. */
import type { ExecutionView, Verdict } from '@gauntlet/contract';
import { neverRan } from '../exit-code.ts';
import { durationText } from '../terminal/amounts.ts';
import { padEnd, widthOf, wrapText } from '../terminal/display-width.ts';
import { printable, printableLines } from '../terminal/printable.ts';
import { type NextStep, nextSteps, reasonText, VERDICT_TITLE } from './advice.ts';
import { countsText, type UnitWord } from './counts-text.ts';
import type { Look } from './look.ts';
import { shortId } from './short-id.ts';

export type SummaryLinks = {
  /** A file:// or http(s):// URL. */
  report: string | null;
  page: string | null;
};

const KEY_WIDTH = 9;
const MOST_MESSAGE_LINES = 12;

function titleLine(view: ExecutionView, look: Look): string {
  const { paint, symbols } = look;
  const verdict: Verdict | null = view.verdict;
  if (verdict === null) return `  ${paint.yellow(symbols.warning)} ${paint.bold('No verdict yet')}`;
  const took = view.durationMs === null ? '' : paint.dim(`  ${durationText(view.durationMs)}`);
  const title = neverRan(view) ? VERDICT_TITLE.infrastructure : VERDICT_TITLE[verdict];
  if (verdict === 'passed')
    return `  ${paint.green(symbols.passed)} ${paint.bold(paint.green(title))}${took}`;
  if (verdict === 'flaky')
    return `  ${paint.yellow(symbols.warning)} ${paint.bold(paint.yellow(title))}${took}`;
  const sign = verdict === 'failed' && !neverRan(view) ? symbols.failed : symbols.warning;
  return `  ${paint.red(sign)} ${paint.bold(paint.red(title))}${took}`;
}

/** Why it is not green; "tests failed" alone says nothing that the counts do not. */
function reasonLines(view: ExecutionView, look: Look): string[] {
  if (view.failureReason === null || view.failureReason === 'tests-failed') return [];
  const text = view.failureMessage || reasonText(view.failureReason);
  const lines = printableLines(text).flatMap((line) => wrapText(line, Math.max(20, look.columns - 5)));
  return lines.slice(0, MOST_MESSAGE_LINES).map((line) => `    ${line}`);
}

const row = (key: string, value: string, look: Look) => `  ${look.paint.dim(padEnd(key, KEY_WIDTH))}${value}`;

function testsText(view: ExecutionView, look: Look): string {
  const { counts } = view;
  const flaky = counts.flaky > 0 ? look.paint.yellow(`  ${counts.flaky} only on a retry`) : '';
  const total = counts.total > 0 ? look.paint.dim(` (${counts.total.toLocaleString('en')})`) : '';
  return countsText(counts, look.paint) + total + flaky;
}

/** A green run in which tests failed has to say why it is green. */
function quarantineLine({ quarantined }: ExecutionView, look: Look): string[] {
  if (!quarantined || quarantined.total === 0) return [];
  const { total, failed } = quarantined;
  const text = `${total.toLocaleString('en')} in quarantine`;
  const counted = failed > 0 ? `; ${failed.toLocaleString('en')} failed there and are not counted` : '';
  return [row('', failed > 0 ? look.paint.yellow(text + counted) : look.paint.dim(text), look)];
}

function unitsLine(view: ExecutionView, word: UnitWord, look: Look): string[] {
  const { total, reported } = view.units;
  if (total === 0) return [];
  // Those that the plan had no work for were ended before they began.
  const begun = view.groups.filter(({ status, startedAt }) => status !== 'ended' || startedAt !== null);
  const groups = new Set(begun.map((group) => group.index)).size;
  const text = reported < total ? `${reported} of ${total}` : total.toLocaleString('en');
  const attempts = view.attempt > 0 ? `, ${view.attempt + 1} attempts` : '';
  const title = word[0]?.toUpperCase() + word.slice(1);
  return [row(`${title}s`, `${text}${groups > 1 ? ` in ${groups} groups` : ''}${attempts}`, look)];
}

/** What the verdict rests on where the number of tests cannot be held against a list made beforehand. */
const checkedText = (word: UnitWord) =>
  `${word} by ${word}; tests inside were not listed before (count unverified)`;

function nextLines(steps: readonly NextStep[], look: Look): string[] {
  const commands = steps.flatMap((step) => (step.command === undefined ? [] : [widthOf(step.command)]));
  const commandWidth = Math.max(0, ...commands);
  return steps.map((step, index) => {
    const text =
      step.command === undefined
        ? step.text
        : `${look.paint.cyan(padEnd(step.command, commandWidth))}  ${look.paint.dim(step.text)}`;
    return row(index === 0 ? 'Next' : '', text, look);
  });
}

export function summaryLines(view: ExecutionView, links: SummaryLinks, word: UnitWord, look: Look): string[] {
  const id = shortId(view.executionId);
  const reason = reasonLines(view, look);
  const steps = view.failureReason === null ? [] : nextSteps(view.failureReason, id);
  return [
    '',
    titleLine(view, look),
    ...reason,
    '',
    ...(view.counts.total > 0 || view.verdict === 'passed'
      ? [row('Tests', testsText(view, look), look)]
      : []),
    ...quarantineLine(view, look),
    ...unitsLine(view, word, look),
    ...(view.countVerified === false ? [row('Checked', checkedText(word), look)] : []),
    ...(links.report === null ? [] : [row('Report', printable(links.report), look)]),
    ...(links.page === null ? [] : [row('Page', printable(links.page), look)]),
    row('Id', look.paint.dim(id), look),
    ...(steps.length === 0 ? [] : ['', ...nextLines(steps, look)]),
    '',
  ];
}
