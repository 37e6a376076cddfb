/**
 * A text without what differs from run to run: ids, times, numbers, addresses, places of this machine. What
 * names a thing stays: `Cannot find module './cart.js'`, `status code 503`, `TS2345`.
 *
 * Every expression goes over the text once: none has a repetition within a repetition, and what may go back is
 * bounded, so that a hostile text costs no more than a long one.
 */

/** Nothing beyond that is looked at. */
const LONGEST_TEXT = 20_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: those of terminals are what is taken out.
const ANSI = /\u001b(?:\[[0-9;:?]{0,32}[@-~]|\][^\u0007\u001b\n]{0,256}(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** No expression has a group: a replacement is told the match, where it begins, and the text. */
type Replace = (match: string, at: number, whole: string) => string;
type Rule = readonly [RegExp, Replace];

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const INSTANT =
  /\b\d{4}[-/]\d{2}[-/]\d{2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|GMT)\b|[+-]\d{2}:?\d{2}\b)?)?/g;
const CLOCK = /\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?: ?[AP]M\b)?/g;
const DURATION =
  /(?<![\w.])\d+(?:\.\d+)? ?(?:ns|µs|us|ms|msecs?|milliseconds?|s|secs?|seconds?|m|min|mins|minutes?|h|hours?)\b/g;
const TEMPORARY =
  /(?:\/private)?(?:\/tmp|\/var\/tmp|\/var\/folders)\/[^\s'"`()<>:,;|]{1,1024}|[A-Za-z]:\\[^\s'"`()<>:,;|]{0,256}\\Temp\\[^\s'"`()<>:,;|]{1,1024}/g;
/** Of a path from the root its last two parts, which say what it is; the rest is where it was checked out. */
const ABSOLUTE =
  /(?<![\w.\-\]>/\\)])(?:file:\/\/)?(?:[A-Za-z]:[\\/]|\/)(?:[\w.@+~-]{1,255}[\\/]){1,64}[\w.@+~-]{1,255}/g;
const ADDRESS = /\b0x[0-9a-f]{1,32}\b/gi;
const IP = /(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w.])/g;
const PORT = /(?<=[A-Za-z\]>]):\d{2,5}(?![\w.:])/g;
/** Of a file: `cart.ts:12:5`. */
const LINE_AND_COLUMN = /(?<=\.[A-Za-z]{1,5}):\d{1,7}(?::\d{1,7})?(?!\w)/g;
const HEX = /\b(?=[0-9a-f]{0,63}\d)(?=[0-9a-f]{0,63}[a-f])[0-9a-f]{8,64}\b/gi;
const NUMBER = /(?<![A-Za-z_<\d])(?<![A-Z]{2}-)\d+(?:[.,]\d+)*(?:e[+-]?\d+)?/gi;
/** `user_17645234`: too many digits for a name. */
const LONG_NUMBER = /(?<=[A-Za-z_])\d{5,}/g;
const QUOTED =
  /(?<![\w\\])'(?:[^'\n\\]|\\.)*'(?!\w)|(?<!\\)"(?:[^"\n\\]|\\.)*"|(?<![\w\\])`(?:[^`\n\\]|\\.)*`|[‘“«][^’”»\n]{0,500}[’”»]/g;

/** Behind these words a quoted text is the name of what is wrong, and a number says what went wrong. */
const NAMES =
  /(?:reading|setting|module|package|named|name|attribute|property|properties|function|method|export|fixture|command|table|column|relation|database|variable|import|key|class|element|selector)[ :=(]{1,3}$/i;
const CODES = /(?:status|code|HTTP(?:\/\d(?:\.\d)?)?|errno|signal|SIG)[ :=(]{1,3}$/i;

/** A quoted name is kept without its quotes, so that no later rule takes it for a value. */
function quoted(match: string, at: number, whole: string): string {
  return NAMES.test(whole.slice(Math.max(0, at - 24), at)) ? match.slice(1, -1) : '<text>';
}

function number(match: string, at: number, whole: string): string {
  const isCode = match.length <= 4 && CODES.test(whole.slice(Math.max(0, at - 24), at));
  return isCode ? match : '<number>';
}

const lastParts = (path: string): string => path.split(/[\\/]/).slice(-2).join('/');

const as = (placeholder: string) => () => placeholder;

const RULES: readonly Rule[] = [
  [UUID, as('<id>')],
  [INSTANT, as('<time>')],
  [CLOCK, as('<time>')],
  [TEMPORARY, as('<temp>')],
  [ABSOLUTE, lastParts],
  [QUOTED, quoted],
  [LINE_AND_COLUMN, as('')],
  [ADDRESS, as('<address>')],
  [IP, as('<host>')],
  [PORT, as(':<port>')],
  [DURATION, as('<duration>')],
  [HEX, as('<hex>')],
  [LONG_NUMBER, as('<number>')],
  [NUMBER, number],
];

export const withoutTerminalCodes = (text: string): string =>
  text
    .slice(0, LONGEST_TEXT)
    .toWellFormed()
    .replace(ANSI, '')
    .replaceAll(/\r\n?/g, '\n')
    .replace(CONTROL, '');

export const normaliseText = (text: string): string =>
  RULES.reduce((rest, [pattern, by]) => rest.replace(pattern, by), withoutTerminalCodes(text));
