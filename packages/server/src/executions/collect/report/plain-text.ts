/** Text of strangers made fit to be read: no terminal codes, nothing that a format cannot carry. */

/** CSI sequences, OSC strings (titles, hyperlinks) and the two-character escapes of a terminal. */
const TERMINAL_CODES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])|\u009b[0-?]*[ -/]*[@-~]/g;

export const stripTerminalCodes = (text: string): string =>
  text.includes('\u001b') || text.includes('\u009b') ? text.replace(TERMINAL_CODES, '') : text;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;

/** Control characters as the pictures Unicode has for them (␀, ␛); marks that turn the text around, lone surrogates: U+FFFD. */
function showControls(text: string): string {
  return text.toWellFormed().replaceAll('\r\n', '\n').replace(CONTROLS, pictureOf);
}

function pictureOf(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}

/** What a person reads: terminal codes gone, the other control characters visible. */
export const readable = (text: string): string => showControls(stripTerminalCodes(text));

/** At most `limit` characters on one line, with the full length where it was cut. */
export function shorten(text: string, limit: number): string {
  // Cut before cleaning: a name of megabytes costs no more than a short one.
  const line = readable(text.slice(0, limit * 4))
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= limit && text.length <= limit * 4) return line;
  return `${line.slice(0, limit).toWellFormed()}… (${text.length.toLocaleString('en')} characters)`;
}

/** At most `limit` characters over several lines: the head and the tail, since both tell something. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return readable(text);
  const head = Math.ceil(limit * 0.6);
  const left = (text.length - limit).toLocaleString('en');
  const tail = text.slice(text.length - (limit - head));
  return readable(`${text.slice(0, head)}\n… ${left} characters left out …\n${tail}`);
}
