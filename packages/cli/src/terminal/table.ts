import { cutEnd, cutStart, padEnd, padStart, widthOf } from './display-width.ts';
import type { Output } from './output.ts';
import { printable } from './printable.ts';

export type Column<Row> = {
  title: string;
  /** For people: short, relative, local. */
  text: (row: Row) => string;
  /** For programs, when the output is no terminal: whole, absolute. Left out: the same as `text`. */
  value?: (row: Row) => string;
  paint?: (text: string, row: Row) => string;
  align?: 'left' | 'right';
  /** The columns that may be cut when the table is wider than the terminal, and where. */
  cut?: 'end' | 'start';
};

const GAP = 2;
const LEAST_CUT_WIDTH = 12;

/** Takes width from the widest column that may be cut until the table fits. */
function fitWidths(widths: number[], cuttable: readonly boolean[], available: number): number[] {
  const fitted = [...widths];
  let excess = fitted.reduce((sum, width) => sum + width, 0) + GAP * (fitted.length - 1) - available;
  while (excess > 0) {
    const widest = fitted.reduce(
      (best, width, index) =>
        cuttable[index] && width > LEAST_CUT_WIDTH && width > (fitted[best] ?? 0) ? index : best,
      -1,
    );
    if (widest === -1) return fitted;
    fitted[widest] = (fitted[widest] ?? 0) - 1;
    excess -= 1;
  }
  return fitted;
}

function cell<Row>(column: Column<Row>, text: string, width: number): string {
  const cut =
    column.cut === 'start' ? cutStart(text, width) : column.cut === 'end' ? cutEnd(text, width) : text;
  return column.align === 'right' ? padStart(cut, width) : padEnd(cut, width);
}

/** The lines of a table, cut to the terminal's width; the last column is not padded. */
export function tableLines<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  look: { columns: number; dim: (text: string) => string },
): string[] {
  const texts = rows.map((row) => columns.map((column) => printable(column.text(row))));
  const widths = columns.map((column, index) =>
    Math.max(widthOf(column.title), ...texts.map((line) => widthOf(line[index] ?? ''))),
  );
  const fitted = fitWidths(
    widths,
    columns.map((column) => column.cut !== undefined),
    look.columns,
  );
  const title = columns.map((column, index) =>
    cell({ ...column, cut: 'end' }, column.title, fitted[index] ?? 0),
  );
  const body = rows.map((row, line) =>
    columns
      .map((column, index) => {
        const shown = cell(column, texts[line]?.[index] ?? '', fitted[index] ?? 0);
        return column.paint ? column.paint(shown, row) : shown;
      })
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
  return [look.dim(title.join(' '.repeat(GAP)).trimEnd()), ...body];
}

/** Tab-separated values without a title line, nothing cut: stable for programs. */
export function separatedLines<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string[] {
  return rows.map((row) => columns.map((column) => printable((column.value ?? column.text)(row))).join('\t'));
}

export function printTable<Row>(output: Output, rows: readonly Row[], columns: readonly Column<Row>[]): void {
  if (output.isTerminal) {
    const look = { columns: output.columns(), dim: output.paint.dim };
    for (const line of tableLines(rows, columns, look)) output.line(line);
  } else {
    // Each value has been made printable; the tabs between them must stay tabs.
    for (const line of separatedLines(rows, columns)) output.raw(`${line}\n`);
  }
}
