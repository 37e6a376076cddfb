/** A name as it is typed into a shell, to be copied out of what is printed. */
import { printable } from './printable.ts';

export function shellWord(name: string): string {
  const shown = printable(name);
  return /^[\w@%+=:,./][\w@%+=:,./-]*$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`;
}
