/**
 * What two failures have in common that have one cause: the shape of the message, and the place in the
 * project that it came from. Pure; whoever stores causes hashes `identity`.
 */
import type { FailureReason } from '@gauntlet/contract';
import { normaliseText } from './normalise-text.ts';
import { type Frame, ownFrames } from './own-frames.ts';

/** `test`: of tests. `unit`: what was run ended wrongly without one. `execution`: it never came to the tests. */
export type CauseKind = 'test' | 'unit' | 'execution';

export type Cause = {
  kind: CauseKind;
  /** Equal for equal causes of a kind; a few kilobytes at most. */
  identity: string;
  /** One line for people, at most 200 characters. */
  title: string;
  /** The message with placeholders for what differs from run to run. */
  message: string;
};

export type TestFailure = {
  message: string | null;
  stack: string | null;
  /** Where the test stands. */
  file: string | null;
};

export type BrokenRun = { kind: 'unit' | 'execution'; reason: FailureReason; message: string | null };

const MOST_LINES = 12;
const LONGEST_LINE = 300;
const LONGEST_TITLE = 200;
const MOST_FRAMES = 2;
const LONGEST_FRAME = 400;

/** Values that were compared, code and calls around the failure: they say less than they differ. */
const NOISE =
  /^(?:[+-](?!\w)|>?\s*(?:\d+|<number>) \||\|\s*\^|[~^]+$|Call log:|Use -v to get|Differing items|● Test suite failed|at .+\)$|at \S+$)/;
const PYTEST_ERROR = /^E {3,}/;

/** Where the test stands says little about why the network is not there. */
const OF_THE_SURROUNDINGS =
  /\b(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|ENOSPC|EMFILE|ENOMEM|EADDRINUSE)\b|connection (?:was )?(?:refused|reset|closed|aborted|timed out)|fetch failed|socket hang up|no such host|out of memory|too many open files|no space left on device|net::ERR_|max retries exceeded|service unavailable|bad gateway|gateway time-?out|too many connections|deadlock detected/i;

const TEST_FILE =
  /(?:[._-](?:test|spec|cy|e2e)s?\.[cm]?[jt]sx?$|(?:^|[\\/])(?:__tests__|tests?|specs?|e2e)[\\/]|(?:^|[\\/])test_[^\\/]*\.py$|_(?:test|spec)\.(?:py|go|rb|exs?)$|Tests?\.(?:java|kt|cs|scala|groovy|php)$)/;

export function causeOfFailure({ message, stack, file }: TestFailure): Cause {
  const said = messageOf(message, stack);
  const lines = linesOf(said);
  const places = placesOf(ownFrames(stack ?? '', file), file, said);
  return {
    kind: 'test',
    identity: [...lines, ...places].join('\n'),
    title: titleOf(lines, places),
    message: lines.join('\n'),
  };
}

/** What it printed last is not why it ended, and differs each time. */
export function causeOfBrokenRun({ kind, reason, message }: BrokenRun): Cause {
  const said = (message ?? '').split(/^(?:The last it printed|In a run before):/m, 1)[0] ?? '';
  const lines = linesOf(said);
  const title = sayingOf(lines) || reason.replaceAll('-', ' ');
  return {
    kind,
    identity: [reason, ...lines].join('\n'),
    title: cut(`${reason}: ${title}`, LONGEST_TITLE),
    message: lines.join('\n'),
  };
}

/** Some runners leave the message empty, and begin the stack with it. */
function messageOf(message: string | null, stack: string | null): string {
  if (message !== null && message.trim() !== '') return message;
  return stack ?? '';
}

function linesOf(message: string): string[] {
  const lines: string[] = [];
  for (const line of normaliseText(message).split('\n')) {
    const text = inOneLine(line.replace(PYTEST_ERROR, ''));
    if (text === '' || NOISE.test(text) || lines.includes(text)) continue;
    lines.push(cut(text, LONGEST_LINE));
    if (lines.length === MOST_LINES) break;
  }
  return lines;
}

/**
 * From the failure upwards through the project's own code, at most as far as the test; the file of the test if
 * there is no other. Which function of it that was differs from test to test: the file says enough.
 */
function placesOf(frames: readonly Frame[], testFile: string | null, message: string): string[] {
  const isTest = ({ file }: Frame) => TEST_FILE.test(file) || (testFile !== null && file.endsWith(testFile));
  const firstTest = frames.findIndex(isTest);
  const ofTheProject = firstTest === -1 ? frames : frames.slice(0, firstTest);
  if (ofTheProject.length > 0) return ofTheProject.slice(0, MOST_FRAMES).map(placeText);
  if (OF_THE_SURROUNDINGS.test(message)) return [];
  const file = inOneLine(frames[0]?.file ?? normaliseText(testFile ?? ''));
  return file === '' ? [] : [cut(file, LONGEST_FRAME)];
}

const placeText = ({ file, within }: Frame) =>
  cut(inOneLine(within === '' ? file : `${within} (${file})`), LONGEST_FRAME);

/** Of a value that was printed over several lines: its brackets and what is within them. */
const OF_A_VALUE = /^[\])}>,;.\s]*$|[{[(,]$/;

const sayingOf = ([first = '', ...others]: readonly string[]): string =>
  others
    .filter((line) => !OF_A_VALUE.test(line))
    .reduce((said, line) => `${said}${said.endsWith(':') ? '' : ' \u00b7'} ${line}`, first);

/** As much of all that tells it from others as there is room for: a first line alone has many of one file. */
function titleOf(lines: readonly string[], [place, caller]: readonly string[]): string {
  const said = sayingOf(lines) || 'Failed without a message';
  if (place === undefined) return cut(said, LONGEST_TITLE);
  const from = caller === undefined ? '' : ` from ${cut(caller, LONGEST_TITLE / 4)}`;
  const where = ` in ${cut(place, LONGEST_TITLE / 2 - from.length)}${from}`;
  return `${cut(said, LONGEST_TITLE - where.length)}${where}`;
}

const inOneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** Never within a character of two halves. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
