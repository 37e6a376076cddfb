/** XML 1.0 text from any string. */
import { stripTerminalCodes } from './plain-text.ts';

/** Not a Char of XML 1.0, not even as a character reference. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const IN_TEXT = /[&<>\r]/g;
const IN_ATTRIBUTE = /[&<>"\t\n\r]/g;
const REFERENCES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const refer = (character: string) => REFERENCES[character] ?? character;
const allowed = (text: string) => stripTerminalCodes(text).toWellFormed().replace(FORBIDDEN, '\ufffd');

export const xmlText = (text: string): string => allowed(text).replace(IN_TEXT, refer);

type Value = string | number | null;

/** Attributes with a leading space each; those that are `null` are left out. */
export const xmlAttributes = (attributes: Record<string, Value>): string =>
  Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ` ${name}="${allowed(String(value)).replace(IN_ATTRIBUTE, refer)}"`)
    .join('');

/** One element; `content` is markup already. */
export const xmlElement = (name: string, attributes: Record<string, Value>, content = ''): string =>
  content === ''
    ? `<${name}${xmlAttributes(attributes)}/>`
    : `<${name}${xmlAttributes(attributes)}>${content}</${name}>`;
