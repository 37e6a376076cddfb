import type { Output } from '../terminal/output.ts';
import type { Paint } from '../terminal/paint.ts';
import type { Symbols } from '../terminal/symbols.ts';

/** What rendering needs to know of where it goes; plain data, so that it can be tested without a terminal. */
export type Look = { columns: number; rows: number; paint: Paint; symbols: Symbols };

export const lookOf = (output: Output): Look => ({
  columns: output.columns(),
  rows: output.rows(),
  paint: output.paint,
  symbols: output.symbols,
});

/** Text and a clock at the two ends of a 200-column screen cannot be read together. */
const WIDEST = 100;
/** One column stays free: a full line makes some terminals wrap. */
export const layoutWidth = (look: { columns: number }): number => Math.min(WIDEST, look.columns - 1);
