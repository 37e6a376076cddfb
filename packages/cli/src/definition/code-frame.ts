import { cutEnd } from '../terminal/display-width.ts';
import { printable } from '../terminal/printable.ts';

/** Both from 1, as editors count. */
export type Position = { line: number; column: number };

export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

const SHOWN_COLUMNS = 100;
const LEAD_COLUMNS = 60;

/** The line and a caret below the place; a very long line is shown around the place only. */
export function codeFrame(text: string, at: Position): string {
  const line = printable((text.split('\n')[at.line - 1] ?? '').replace(/\r$/, '').replaceAll('\t', ' '));
  const start = Math.max(0, at.column - 1 - LEAD_COLUMNS);
  const shown = (start > 0 ? '…' : '') + cutEnd(line.slice(start), SHOWN_COLUMNS);
  const caret = ' '.repeat(at.column - 1 - start + (start > 0 ? 1 : 0));
  const gutter = String(at.line);
  return [`${gutter} | ${shown}`, `${' '.repeat(gutter.length)} | ${caret}^`].join('\n');
}
