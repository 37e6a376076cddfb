/** One result with all that is known of it. */
import type { CodeFrame, ResultView } from '@gauntlet/contract';
import { failureTitle, placeText } from '../follow/failure-lines.ts';
import type { Look } from '../follow/look.ts';
import { shortId } from '../follow/short-id.ts';
import { durationText, sizeText } from '../terminal/amounts.ts';
import { printable, printableLines } from '../terminal/printable.ts';

const SIGN = {
  passed: ['passed', 'green'],
  failed: ['failed', 'red'],
  error: ['failed', 'red'],
  skipped: ['skipped', 'yellow'],
} as const;

const section = (title: string, lines: readonly string[], look: Look): string[] =>
  lines.length === 0 ? [] : ['', `    ${look.paint.dim(title)}`, ...lines.map((line) => `    ${line}`)];

const textLines = (text: string | null): string[] =>
  text === null || text === '' ? [] : printableLines(text.trimEnd());

/** The stack usually begins with the message; then the message alone would be a repetition. */
function messageOf({ message, stack }: ResultView): string | null {
  return message !== null && stack?.includes(message) ? null : message;
}

function assertionLines(result: ResultView, look: Look): string[] {
  return result.assertions
    .filter((assertion) => !assertion.passed)
    .flatMap(({ expected, actual }) => [
      ...(expected === undefined ? [] : [`expected  ${look.paint.green(printable(expected))}`]),
      ...(actual === undefined ? [] : [`actual    ${look.paint.red(printable(actual))}`]),
    ]);
}

/** As editors number them; a sign, and not only a colour, says which line it was. */
function sourceLines({ line, firstLine, lines }: CodeFrame, { paint }: Look): string[] {
  const width = String(firstLine + lines.length - 1).length;
  return lines.map((text, index) => {
    const number = firstLine + index;
    const [code = ''] = printableLines(text);
    const shown = `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${code}`.trimEnd();
    return number === line ? paint.bold(shown) : paint.dim(shown);
  });
}

function sourceSection({ codeFrame }: ResultView, look: Look): string[] {
  if (codeFrame === null) return [];
  return section(
    `Source  ${printable(codeFrame.file)}:${codeFrame.line}`,
    sourceLines(codeFrame, look),
    look,
  );
}

export function resultLines(result: ResultView, look: Look): string[] {
  const { paint, symbols } = look;
  const [sign, colour] = SIGN[result.status];
  const place = placeText(result);
  const retries = result.retries > 0 ? `, ${result.retries} retries` : '';
  return [
    '',
    `  ${paint[colour](symbols[sign])} ${paint.bold(failureTitle(result, symbols.within))}`,
    `    ${paint.dim(`${result.status}${result.flaky ? ', flaky' : ''} in ${durationText(result.durationMs)}${retries}`)}`,
    ...(place === null ? [] : [`    ${paint.cyan(place)}`]),
    ...section('Message', textLines(messageOf(result)), look),
    ...section('Expected and actual', assertionLines(result, look), look),
    ...sourceSection(result, look),
    ...section('Stack', textLines(result.stack), look),
    ...section('Printed', textLines(result.output), look),
    ...section(
      'Artifacts',
      result.artifacts.map(
        ({ artifactId, name, sizeBytes }) =>
          `${shortId(artifactId)}  ${printable(name)}  ${paint.dim(sizeText(sizeBytes))}`,
      ),
      look,
    ),
    '',
  ];
}
