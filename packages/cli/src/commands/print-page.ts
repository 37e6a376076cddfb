/** A page of a list in the three ways it can be asked for. */
import type { CommandContext } from '../command-context.ts';
import { printable } from '../terminal/printable.ts';
import { type Column, printTable } from '../terminal/table.ts';

export type PageShown<Row> = {
  items: readonly Row[];
  nextCursor: string | null;
  columns: readonly Column<Row>[];
  /** What to say, and do, when there is nothing; one line each. */
  empty: readonly string[];
  /** The command that shows the next page, without its cursor. */
  next: string;
};

/** Words about a list go to standard error, so that standard output is the list and nothing else. */
export function printPage<Row>(context: CommandContext, page: PageShown<Row>): void {
  const { out, err, options } = context;
  if (options.json) {
    out.json({ items: page.items, nextCursor: page.nextCursor });
    return;
  }
  if (page.items.length === 0) {
    for (const line of page.empty) err.line(line);
    return;
  }
  printTable(out, page.items, page.columns);
  if (page.nextCursor !== null) {
    err.line(err.paint.dim(`More: ${page.next} --cursor ${printable(page.nextCursor)}`));
  }
}
