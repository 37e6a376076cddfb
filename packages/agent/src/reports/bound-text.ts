/**
 * Text out of a report is somebody else's: it may be huge, may carry terminal escapes, and may hold
 * what JSON or PostgreSQL refuse. Every text passes here once, before anything else sees it.
 */
import { createHash } from 'node:crypto';
import { stripVTControlCharacters } from 'node:util';

/** Limits in bytes of UTF-8, unless the name says otherwise. */
export const TEXT_LIMITS = {
  nameBytes: 131_072,
  suiteNameBytes: 8_192,
  pathBytes: 4_096,
  messageBytes: 65_536,
  stackBytes: 131_072,
  outputBytes: 262_144,
  assertionBytes: 16_384,
  tagBytes: 255,
  suiteDepth: 32,
  listLength: 100,
} as const;

/** How texts say that they were cut: here, in our reporters, and by Node.js where it shows a value. */
export const CUT_MARKS =
  /\n\[cut: (?:longer than )?\d+ (?:bytes|characters)\]|… \[cut: \d+ bytes, sha256 [0-9a-f]+\]|\.\.\. \d+ more characters?/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const CONTROLS = new RegExp(CONTROL.source, 'g');
/** What an escape sequence looks like once XML's forbidden ESC was replaced by its picture. */
const PICTURED_ESCAPE = /\u241b\[[0-9;?]*[A-Za-z]/g;

/** The visible picture of a control character: U+2400 and up; C1 controls have none. */
export function pictureOf(control: string): string {
  const code = control.charCodeAt(0);
  if (code === 0x7f) return '\u2421';
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd';
}

/** Escape sequences removed, other control characters made visible, lone surrogates replaced. */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  if (!CONTROL.test(wellFormed) && !wellFormed.includes('\u241b')) return wellFormed;
  return stripVTControlCharacters(wellFormed).replace(PICTURED_ESCAPE, '').replace(CONTROLS, pictureOf);
}

/** The longest beginning of `text` that fits into `limitBytes` of UTF-8; never half a character. */
function beginningOf(text: string, limitBytes: number): string {
  const bytes = Buffer.from(text.slice(0, limitBytes), 'utf8');
  if (bytes.length <= limitBytes) return bytes.toString('utf8');
  let end = limitBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

/** Cleans `text` and, when it is longer than the limit, cuts it and says so at its end. */
export function boundText(text: string, limitBytes: number): string {
  const clean = cleanText(text);
  if (clean.length * 3 <= limitBytes || Buffer.byteLength(clean) <= limitBytes) return clean;
  return `${beginningOf(clean, limitBytes)}\n[cut: longer than ${limitBytes} bytes]`;
}

/** Like boundText, for names: what was cut off stays part of the identity, as a hash of the whole. */
export function boundName(name: string, limitBytes: number): string {
  const clean = cleanText(name);
  if (clean.length * 3 <= limitBytes || Buffer.byteLength(clean) <= limitBytes) return clean;
  const hash = createHash('sha256').update(clean).digest('hex').slice(0, 16);
  return `${beginningOf(clean, limitBytes)}… [cut: ${Buffer.byteLength(clean)} bytes, sha256 ${hash}]`;
}
