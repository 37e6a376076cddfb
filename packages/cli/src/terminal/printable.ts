/**
 * Names and messages come from tests, and tests are strangers: an escape sequence in one of them must
 * not move the cursor, rename the window or hide a line. Everything shown passes through here.
 */
import { stripVTControlCharacters } from 'node:util';

/** C0 and C1 controls, line and paragraph separators, marks that turn the reading direction, lone surrogates. */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;
/** Longer than this is never shown whole; cutting first keeps a 100 kB name cheap. */
const MOST_CHARACTERS = 20_000;

const replaceUnprintable = (text: string) =>
  stripVTControlCharacters(text).replace(UNPRINTABLE, (found) => (/\s/.test(found) ? ' ' : '\ufffd'));

/** The text on one line: line breaks and tabs become spaces, control characters U+FFFD. */
export function printable(text: string): string {
  return replaceUnprintable(text.slice(0, MOST_CHARACTERS));
}

/** The text's lines, each printable; tabs become two spaces. */
export function printableLines(text: string): string[] {
  return text
    .slice(0, MOST_CHARACTERS)
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => replaceUnprintable(line.replaceAll('\t', '  ')));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the one sequence allowed is named here
const COLOUR_OR_BREAK = /(\u001b\[[0-9;]{0,40}m|\n)/;

/**
 * The last gate before a terminal: colours and line breaks pass, every other control does not. What is
 * written has passed `printable` already; this stands behind it so that one forgotten call harms nobody.
 */
export function keepColoursOnly(text: string): string {
  return text
    .split(COLOUR_OR_BREAK)
    .map((part, index) => (index % 2 === 1 ? part : replaceUnprintable(part.replaceAll('\t', '  '))))
    .join('');
}

/** JSON for a terminal or a pipe: C1 controls and direction marks, which JSON leaves raw, are escaped too. */
export function printableJson(value: unknown, indent?: number): string {
  return (JSON.stringify(value, null, indent) ?? 'null').replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
