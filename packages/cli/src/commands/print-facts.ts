/** One thing in full: a line for each fact. */
import type { CommandContext } from '../command-context.ts';
import { padEnd, widthOf } from '../terminal/display-width.ts';
import { printable } from '../terminal/printable.ts';

/** Facts that are null are left out. */
export function printFacts(
  { out }: CommandContext,
  facts: readonly (readonly [title: string, text: string | null])[],
): void {
  const width = Math.max(...facts.map(([title]) => widthOf(title))) + 2;
  for (const [title, text] of facts)
    if (text !== null) out.line(`${out.paint.dim(padEnd(title, width))}${printable(text)}`);
}
