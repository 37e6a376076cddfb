/**
 * Where a text stops being JSON. JSON.parse says so for some faults and not for others; this says it for
 * all, and is asked only about texts that JSON.parse has refused.
 */

const SPACE = /[ \t\n\r]*/y;
const PLAIN_VALUE = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

export type JsonFault = { line: number; column: number; found: string };

/** What may come next: the state between two tokens. */
type Expected = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end' | 'end-of-text';

export function locateJsonFault(text: string): JsonFault | null {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    at = endOf(SPACE, text, at) ?? at;
    if (at >= text.length && expected === 'end-of-text') return null;
    const step = take(text, at, expected, open);
    if (step === null) return faultAt(text, at);
    at = step.at;
    expected = step.expected;
  }
}

function take(
  text: string,
  at: number,
  expected: Expected,
  open: ('{' | '[')[],
): { at: number; expected: Expected } | null {
  const sign = text[at];
  if (expected === 'value' || expected === 'value-or-end') {
    if (sign === ']' && expected === 'value-or-end') return close(at, open);
    if (sign === '{' || sign === '[') {
      open.push(sign);
      return { at: at + 1, expected: sign === '{' ? 'name-or-end' : 'value-or-end' };
    }
    return after(
      sign === '"' ? endOfText(text, at) : endOf(PLAIN_VALUE, text, at),
      open.length === 0 ? 'end-of-text' : 'comma-or-end',
    );
  }
  if (expected === 'name' || expected === 'name-or-end')
    return sign === '}' && expected === 'name-or-end' ? close(at, open) : after(endOfText(text, at), 'colon');
  if (expected === 'colon') return sign === ':' ? { at: at + 1, expected: 'value' } : null;
  if (expected === 'end-of-text') return null;
  if (sign === ',') return { at: at + 1, expected: open.at(-1) === '{' ? 'name' : 'value' };
  return sign === (open.at(-1) === '{' ? '}' : ']') ? close(at, open) : null;
}

function close(at: number, open: ('{' | '[')[]): { at: number; expected: Expected } {
  open.pop();
  return { at: at + 1, expected: open.length === 0 ? 'end-of-text' : 'comma-or-end' };
}

const after = (at: number | null, expected: Expected) => (at === null ? null : { at, expected });

function endOf(token: RegExp, text: string, at: number): number | null {
  token.lastIndex = at;
  return token.test(text) ? token.lastIndex : null;
}

/** By hand: a pattern over megabytes between two quotes needs more stack than there is. */
function endOfText(text: string, start: number): number | null {
  if (text[start] !== '"') return null;
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return null;
    if (code === 0x5c) {
      const end = endOf(ESCAPE, text, at);
      if (end === null) return null;
      at = end - 1;
    }
  }
  return null;
}

function faultAt(text: string, at: number): JsonFault {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  return { line, column, found: at >= text.length ? 'the end of the text' : JSON.stringify(text[at]) };
}
