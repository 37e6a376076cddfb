/**
 * The lines at the bottom of the terminal that change in place.
 * Owns: the cursor while it is open, and the lines it has drawn. It does not own what is above: text
 * printed through it scrolls up and stays.
 * Invariants: between two writes the cursor stands at the end of the last drawn line; every write is one
 * piece (erase, text above, lines again), so that nothing flickers; no line is wider than the terminal;
 * the cursor is shown again when it closes, also when the process ends by a signal's handler.
 */
import { widthOf } from './display-width.ts';
import type { Output } from './output.ts';
import { keepColoursOnly } from './printable.ts';

export type LiveArea = {
  draw: (lines: readonly string[]) => void;
  /** Prints lines above the area, for good. */
  print: (lines: readonly string[]) => void;
  /** Erases the area and gives the cursor back. */
  close: () => void;
};

const ESC = '\u001b[';
const HIDE_CURSOR = `${ESC}?25l`;
const SHOW_CURSOR = `${ESC}?25h`;
/** Terminals that know it show the frame when it is whole; others ignore it. */
const BEGIN_FRAME = `${ESC}?2026h`;
const END_FRAME = `${ESC}?2026l`;
const ERASE_LINE = `${ESC}2K`;
const ERASE_LINE_END = `${ESC}K`;

/** Rows that lines take after the terminal wrapped them anew at `columns`. */
const rowsTaken = (lines: readonly string[], columns: number) =>
  lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(widthOf(line) / columns)), 0);

/** Row by row from the last: erasing downwards from the top of the screen, tmux would keep the rows in its history. */
const eraseRows = (rows: number) => `${`${ERASE_LINE}${ESC}1A`.repeat(Math.max(0, rows - 1))}${ERASE_LINE}\r`;

const toTop = (rows: number) => (rows > 1 ? `\r${ESC}${rows - 1}A` : '\r');

export function openLiveArea(output: Output): LiveArea {
  let drawn: readonly string[] = [];
  let open = true;
  const showCursor = () => output.raw(SHOW_CURSOR);
  process.once('exit', showCursor);
  output.raw(HIDE_CURSOR);

  const erase = () => (drawn.length === 0 ? '' : eraseRows(rowsTaken(drawn, output.columns())));
  const redraw = (above: readonly string[], lines: readonly string[]) => {
    const upper = above.map((line) => `${keepColoursOnly(line)}\n`).join('');
    const lower = lines.map(keepColoursOnly).join('\n');
    output.raw(BEGIN_FRAME + erase() + upper + lower + END_FRAME);
    drawn = lines;
  };
  /** Same lines in number: overwrite what differs and leave the rest alone. */
  const overwrite = (lines: readonly string[]) => {
    const changed = lines.map((line, index) =>
      line === drawn[index] ? '' : `\r${keepColoursOnly(line)}${ERASE_LINE_END}`,
    );
    output.raw(BEGIN_FRAME + toTop(drawn.length) + changed.join('\n') + END_FRAME);
    drawn = lines;
  };
  const stopListening = output.onResize(() => redraw([], drawn));

  return {
    draw: (lines) => {
      if (!open || (lines.length === drawn.length && lines.every((line, index) => line === drawn[index])))
        return;
      const fits = rowsTaken(drawn, output.columns()) === drawn.length;
      if (drawn.length > 0 && lines.length === drawn.length && fits) overwrite(lines);
      else redraw([], lines);
    },
    print: (lines) => {
      if (open) redraw(lines, drawn);
    },
    close: () => {
      if (!open) return;
      open = false;
      stopListening();
      output.raw(BEGIN_FRAME + erase() + END_FRAME);
      showCursor();
      process.removeListener('exit', showCursor);
    },
  };
}
